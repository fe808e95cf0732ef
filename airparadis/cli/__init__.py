"""Commands: `flask ...` and `python -m airparadis ...`."""
