"""Tests of web/pages/models."""
