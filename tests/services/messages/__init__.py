"""Tests of services/messages."""
