"""The radar: matching of streams, usual levels, bursts. Pure rules."""
