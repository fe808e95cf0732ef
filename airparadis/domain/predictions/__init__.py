"""Tweets, predictions, votes on them."""
