"""The review queue: which tweets to label first, and the meaning of the labels."""
