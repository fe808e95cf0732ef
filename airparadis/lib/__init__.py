"""What knows nothing of tweets or airlines: small tools that any project could use."""
