"""The form, its result, and votes on it."""
