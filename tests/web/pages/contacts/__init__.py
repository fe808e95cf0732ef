"""Tests of web/pages/contacts."""
