"""Figures about the model's own work: errors, latencies, drift."""
