"""Charts: drawn as SVG, summed up in a sentence and written out as a table."""
