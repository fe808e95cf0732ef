"""Scoring an archive of tweets on many machines with Dask, partition by partition."""
