"""Batches: files that are scored."""
