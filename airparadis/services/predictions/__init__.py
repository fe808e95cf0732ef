"""Predictions: scored, stored, voted on."""
