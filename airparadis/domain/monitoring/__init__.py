"""The model's own figures: errors, latencies, drift."""
