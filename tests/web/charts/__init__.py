"""Tests of web/charts."""
