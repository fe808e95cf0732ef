"""Tests of domain/messages."""
