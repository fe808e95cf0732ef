"""MiniLM tuned on labelled tweets: the teacher of English, and the precise model."""
