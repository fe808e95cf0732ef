"""Tests of web/presentation."""
