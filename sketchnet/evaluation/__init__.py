"""How well a writer of programs does on pictures that no training saw."""
