"""Commands that measure Air Paradis on real data, which the caller brings."""
