"""Tests of domain/batches."""
