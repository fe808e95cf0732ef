"""What a table does not say of itself: its header, and which column holds the tweets."""
