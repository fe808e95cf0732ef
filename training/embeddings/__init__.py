"""Word vectors: read from the published formats, learnt from the tweets themselves."""
