"""Batches: files of tweets scored by a worker."""
