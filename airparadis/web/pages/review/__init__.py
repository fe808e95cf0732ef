"""The review queue, labelled files, topics."""
