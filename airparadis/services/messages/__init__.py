"""Messages: written with the event they report, sent one at a time."""
