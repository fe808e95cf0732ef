"""The tables, one module for each feature."""
