"""Conversion of cells to texts; null words and spreadsheet errors count as empty."""

from datetime import date, datetime, time
from typing import Any

NULL_WORDS = frozenset(
    (
        *("null", "<null>", "(null)", "nul", "nil", "none", "<na>", "na", "n/a", "#n/a", "#na"),
        *("nan", "-nan", "\\n", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan", "nat", "#n/a n/a"),
        *("undefined", "(blank)", "(vide)", "[deleted]", "[removed]"),
    )
)
"""Cells that pandas, databases and exports write for nothing, compared without case."""

ERROR_CELLS = frozenset(
    (
        *("#name?", "#ref!", "#value!", "#div/0!", "#num!", "#null!", "#getting_data", "#spill!"),
        *("#calc!", "#field!", "#blocked!", "#unknown!", "#connect!", "#busy!", "#error!"),
        *("#nom?", "#valeur!", "#nombre!", "#nul!", "#propagation!", "#champ!", "#calcul!"),
        *("#wert!", "#bezug!", "#zahl!", "#nv", "#überlauf!"),
        *("#¿nombre?", "#¡ref!", "#¡valor!", "#¡div/0!", "#¡num!", "#¡nulo!", "#n/d"),
        *("#nome?", "#rif!", "#valore!", "#valor!"),
    )
)
"""Errors of spreadsheet formulas, in five languages."""

_MAX_MARKER_LENGTH = max(map(len, NULL_WORDS | ERROR_CELLS))


def text_of(cell: Any) -> str | None:
    """Return the text of a cell, None where there is nothing to score."""
    if not isinstance(cell, str):
        return None if cell is None or isinstance(cell, bool) or is_nan(cell) else shown(cell)
    if len(cell) <= _MAX_MARKER_LENGTH and is_nothing(cell):
        return None
    return cell


def printable(text: str) -> str:
    """Return a text that pages and databases can have: no NUL, no half of a surrogate pair."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def is_nothing(cell: str) -> bool:
    """Detect a blank cell, a null word, or a spreadsheet's error."""
    word = cell.strip().casefold()
    return not word or word in NULL_WORDS or word in ERROR_CELLS or word.startswith("err:5")


def is_nan(cell: object) -> bool:
    """Detect the float that is none."""
    return isinstance(cell, float) and cell != cell


def shown(cell: Any) -> str:
    """Write a cell as text: whole numbers without ".0", times as ISO 8601."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    return "" if cell is None else str(cell)
