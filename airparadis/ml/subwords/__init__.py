"""Models over pieces of words: the tokenisers of pretrained encoders, and their scorer."""
