"""Tests of web/pages/batches."""
