"""Tests of web/urls."""
