"""Passwords that are long enough and still among the first that are tried."""

from pathlib import Path

MIN_DISTINCT = 5
"""Characters that differ: `aaaaaaaaaaaa` and `121212121212` have too few."""

WELL_KNOWN = frozenset(Path(__file__).with_suffix(".txt").read_text("utf-8").split())
"""Those of 12 characters or more in Django's list of common passwords (BSD), by R. Williams."""

STEMS = frozenset(
    (
        *("administrateur", "administrator", "airparadis", "air paradis", "azertyuiop"),
        *("bienvenue", "changeme", "iloveyou", "letmein", "motdepasse", "password", "passw0rd"),
        *("qwertyuiop", "soleil", "welcome"),
    )
)
"""Nothing but these with figures and signs at the end is no better than these alone."""


def is_common(password: str) -> bool:
    """Whether a password is well known, or as good as."""
    plain = password.casefold()
    stem = plain.rstrip("0123456789 !?.,;:-_#*+$@&%=()/")
    return plain in WELL_KNOWN or stem in STEMS or len(set(plain)) < MIN_DISTINCT
