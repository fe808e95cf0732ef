"""Tests of domain/review."""
