"""Mastodon: timelines of a server."""
