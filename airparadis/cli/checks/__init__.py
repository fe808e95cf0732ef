"""Checks of `flask doctor`, one module a subject; `registry` lists them."""
