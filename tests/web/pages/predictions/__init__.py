"""Tests of web/pages/predictions."""
