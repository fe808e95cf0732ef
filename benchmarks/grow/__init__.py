"""Time of pages as the tables grow: `python -m benchmarks.grow --help`."""
