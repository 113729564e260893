"""The drawing language: its parser, checker, printers and counters."""
