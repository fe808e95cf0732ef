"""Parquet files, read and written with Arrow."""
