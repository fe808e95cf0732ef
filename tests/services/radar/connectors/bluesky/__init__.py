"""Tests of services/radar/connectors/bluesky."""
