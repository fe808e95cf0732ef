"""Tests of web/pages/monitoring."""
