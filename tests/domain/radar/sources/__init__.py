"""Tests of domain/radar/sources."""
