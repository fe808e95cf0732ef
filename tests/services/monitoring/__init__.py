"""Tests of services/monitoring."""
