"""Guesses about a table: its header, and which column holds the tweets."""
