"""Bluesky: posts of its Jetstream."""
