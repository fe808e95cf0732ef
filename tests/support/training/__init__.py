"""Tests of support/training."""
