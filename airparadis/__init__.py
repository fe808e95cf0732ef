"""Air Paradis: scores tweets about an airline and watches its own errors."""
