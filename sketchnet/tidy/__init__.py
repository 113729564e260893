"""A stack of shapes to what a person would have written: fewer, rounder, repeated where it repeats.

`pipeline` runs the stages, `judge` renders and decides; each of the other modules is one stage.
"""
