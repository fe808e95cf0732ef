"""Builds the sentiment models that Air Paradis serves."""
