"""The database: base, faults, revisions, and the tables by feature."""
