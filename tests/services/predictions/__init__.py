"""Tests of services/predictions."""
