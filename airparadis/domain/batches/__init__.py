"""Batches: files of tweets that a worker scores."""
