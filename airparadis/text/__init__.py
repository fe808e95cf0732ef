"""Tweet text: cleaning, lemmas, patterns, language detection; no framework."""
