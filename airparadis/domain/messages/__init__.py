"""Outgoing messages: schedules, retries, signatures, masked names."""
