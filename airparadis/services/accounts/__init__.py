"""Accounts: people, keys, sessions, second factors, and the log of what they did."""
