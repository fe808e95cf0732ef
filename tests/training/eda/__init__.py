"""Tests of training/eda."""
