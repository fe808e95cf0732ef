"""Tests of training/linear."""
