"""Tests of services/models."""
