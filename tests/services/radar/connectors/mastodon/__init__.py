"""Tests of services/radar/connectors/mastodon."""
