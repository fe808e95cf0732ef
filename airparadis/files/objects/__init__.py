"""JSON objects as rows of a table."""
