"""Messages: written with what they report, handed out one at a time."""
