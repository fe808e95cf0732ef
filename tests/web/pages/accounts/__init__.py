"""Tests of web/pages/accounts."""
