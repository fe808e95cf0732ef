"""Settings: read once, typed, documented in one table."""
