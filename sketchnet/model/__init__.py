"""The painter: a network that looks at a picture and writes the statements that draw it."""
