"""The radar: what belongs to a stream, what is usual there, and what is not. Pure rules."""
