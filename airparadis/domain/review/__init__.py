"""The review queue: which tweets people label first, and what their labels say."""
