"""Tests of the import of files of tweets."""
