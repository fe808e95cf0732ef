"""Tests of web/pages/incidents."""
