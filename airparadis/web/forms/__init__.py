"""Forms: what the pages send."""
