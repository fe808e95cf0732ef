"""Tests of training/runs."""
