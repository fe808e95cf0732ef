"""Word vectors: read from published files, or learnt from the tweets."""
