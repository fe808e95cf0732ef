"""Connectors: where streams fetch their tweets."""
