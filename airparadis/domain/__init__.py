"""Pure rules by feature: no database, no framework; the time is an argument."""
