"""Drift: whether incoming tweets still look like those that the model was fitted on."""
