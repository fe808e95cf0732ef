"""Rules, pure: no database, no framework, the clock as an argument."""
