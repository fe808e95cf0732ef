"""Shared parts of the benchmarks: a site in processes of its own, load, measuring, tables."""
