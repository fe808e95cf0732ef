"""Authors of tweets, however their names are written."""

import unicodedata

MAX_FOLDED = 320
"""Characters of a folded name: folding may make several of one."""


def fold_author(author: str) -> str:
    """Return what all ways of writing a handle share: case, composed or not, with or without `@`.

    Accents stay: `élodie` and `elodie` are two people. SQLite's own `lower` folds ASCII only.
    """
    decomposed = unicodedata.normalize("NFD", author.strip().removeprefix("@")).casefold()
    return unicodedata.normalize("NFC", decomposed)[:MAX_FOLDED]
