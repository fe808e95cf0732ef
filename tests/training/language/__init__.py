"""Tests of the fit of the language gate."""
