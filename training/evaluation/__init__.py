"""Judging a fitted model: figures, intervals, slices, behaviour, speed, and the gate's measures."""
