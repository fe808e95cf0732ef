"""A run: from data to an artifact, its figures and its log."""
