"""Servers beside the application: those it asks and posts to, and those that ask it."""
