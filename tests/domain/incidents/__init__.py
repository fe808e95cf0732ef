"""Tests of domain/incidents."""
