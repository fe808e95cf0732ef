"""The French part: the multilingual Universal Sentence Encoder, tuned and cut to French pieces."""
