"""Exploration of the tweets before any model reads them: `python -m training eda`."""
