"""Tests of domain/monitoring."""
