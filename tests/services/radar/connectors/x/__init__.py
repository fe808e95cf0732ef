"""Tests of services/radar/connectors/x."""
