"""Tests of services/radar/connectors/feeds."""
