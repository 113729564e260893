"""Training: one readable file for each model, run by `sketchnet train`."""
