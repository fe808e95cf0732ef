"""Formats for readers: numbers, times, languages, highlighted words, CSV."""
