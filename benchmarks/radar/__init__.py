"""How soon the radar tells, how often for nothing, and how fast it takes tweets in."""
