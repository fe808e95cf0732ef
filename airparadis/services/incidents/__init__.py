"""Incidents: opened by votes, moved on by buttons, ruled by a policy."""
