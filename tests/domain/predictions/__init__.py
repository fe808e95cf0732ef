"""Tests of domain/predictions."""
