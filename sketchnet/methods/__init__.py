"""The ways to draw: each takes a `Request` and returns a program."""
