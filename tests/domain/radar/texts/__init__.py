"""Tests of domain/radar/texts."""
