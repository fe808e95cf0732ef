"""X: its recent search and its filtered stream."""
