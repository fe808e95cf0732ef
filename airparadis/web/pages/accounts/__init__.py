"""Log-in, accounts, keys, the audit log."""
