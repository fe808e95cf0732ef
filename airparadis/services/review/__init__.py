"""Reviewing: the queue, its labels, their files, the topics of errors."""
