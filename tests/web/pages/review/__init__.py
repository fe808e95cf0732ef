"""Tests of web/pages/review."""
