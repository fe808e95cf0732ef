"""Tweets to train on: read, cleaned, split, reviewed."""
