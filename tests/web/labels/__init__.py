"""Tests of web/labels."""
