"""Tests of the landing page."""
