"""Tests of web/pages/system."""
