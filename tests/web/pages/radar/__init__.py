"""Tests of web/pages/radar."""
