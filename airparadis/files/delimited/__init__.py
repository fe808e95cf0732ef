"""Delimited text: lines, quotation marks, delimiters, and rows that have to be mended."""
