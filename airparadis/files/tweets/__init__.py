"""Files of tweets for the radar: which column holds what, in the layouts that are published."""
