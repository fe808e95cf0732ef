"""Who is asking, from where, and what they may: accounts, keys, cookies, limits, headers."""
