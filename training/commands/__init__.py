"""The verbs of `python -m training`: a module each, with its help, its options and `run`."""
