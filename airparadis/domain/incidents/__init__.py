"""Incidents: the alert rule that opens them and their life cycle."""
