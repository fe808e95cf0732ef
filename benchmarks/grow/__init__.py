"""How pages fare as the tables grow: `python -m benchmarks.grow --help`."""
