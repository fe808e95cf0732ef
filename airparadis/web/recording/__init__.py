"""Predictions and votes stored and counted, for pages and the API alike."""
