"""Roles, passwords and the scopes of keys."""
