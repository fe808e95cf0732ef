"""Access control: accounts, keys, cookies, addresses, limits, security headers."""
