"""Streams of tweets: fed, counted, watched, and forgotten when it is time."""
