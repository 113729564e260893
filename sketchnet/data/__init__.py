"""What it learns from: sketches with `random()` in them, made into programs and pictures."""
