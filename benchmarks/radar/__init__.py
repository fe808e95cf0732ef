"""Delay and false alarms of the radar on collections of the past."""
