"""General tools that know nothing of tweets or airlines."""
