"""Incoming tweets: their schema, the faults of sources, the API of X."""
