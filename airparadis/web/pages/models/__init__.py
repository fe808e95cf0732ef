"""Model versions and drift."""
