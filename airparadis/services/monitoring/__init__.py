"""Counting: predictions, votes and errors by time, version and confidence."""
