"""Incidents and their settings."""
