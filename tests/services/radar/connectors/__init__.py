"""Tests of services/radar/connectors."""
