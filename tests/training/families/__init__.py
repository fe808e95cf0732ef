"""Tests of training/families."""
