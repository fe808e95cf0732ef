"""The language of tweets on the radar: matching, folding, terms, phrases, reasons."""
