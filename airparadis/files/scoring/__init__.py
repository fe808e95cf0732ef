"""Scoring a table: rows, the columns that a result adds, processes, and scores kept on the way."""
