"""ToyCorewar: a tiny machine whose programs agents learn to write (README.md specifies it)."""
