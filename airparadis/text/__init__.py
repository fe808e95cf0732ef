"""Text of tweets: cleaning, lemmas, patterns, the language it is written in. Knows no framework."""
