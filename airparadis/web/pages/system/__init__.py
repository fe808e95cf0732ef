"""Health, metrics, preferences."""
