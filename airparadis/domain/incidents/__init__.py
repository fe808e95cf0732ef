"""Incidents: the error window that opens one, the life it leads."""
