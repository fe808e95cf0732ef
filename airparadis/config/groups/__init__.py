"""Settings by what they concern: one group a module."""
