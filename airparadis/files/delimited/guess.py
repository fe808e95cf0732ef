"""The dialect of a text, guessed by what its rows look like under each delimiter."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from airparadis.files.bounds import MAX_COLUMNS, SAMPLE_ROWS
from airparadis.files.delimited.dialect import Dialect
from airparadis.files.delimited.records import Records
from airparadis.files.guess.headers import MAX_NAME_WORDS, Header, find_header
from airparadis.files.guess.kinds import column_kinds
from airparadis.files.guess.names import PUNCTUATION, is_known
from airparadis.files.table import NO_DELIMITER

DELIMITERS = (",", ";", "\t", "|")

_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t|]*\r?\n?', re.IGNORECASE | re.DOTALL)
_BACKSLASH = re.compile(r'\\"[^"\s,;|]')
_EVEN = 0.9
_PROSE = 0.5
_MIN_SURE_ROWS = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """The reading of a sample with one delimiter."""

    dialect: Dialect
    rows: list[list[str]]
    header: Header
    sureness: int
    """3: usual names of columns; 2: columns of numbers or times, or quoted cells; 1: even rows;
    0: prose."""
    evenness: float
    width: int


def separator_of(line: str) -> str | None:
    """Return the delimiter that a first line such as "sep=;" names for Excel."""
    found = _SEPARATOR_LINE.fullmatch(line)
    return found[1] if found else None


def guess_dialect(sample: str, delimiter: str | None, *, is_prose: bool = False) -> Candidate:
    """Choose the delimiter under which a sample looks most like a table.

    Args:
        sample: whole lines from the beginning, without a line "sep=;".
        delimiter: the given one, None to guess.
        is_prose: whether the name says that the file is a text: only what is surely a table is
            taken for one.
    """
    if delimiter is not None:
        return _candidate(sample, delimiter)
    found = [_candidate(sample, one) for one in DELIMITERS]
    best = max(found, key=lambda one: (one.sureness, round(one.evenness, 1), one.width))
    if best.sureness > (1 if is_prose else 0):
        return best
    return _candidate(sample, NO_DELIMITER)


def sample_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """Return the first rows of a sample."""
    records = Records(io.StringIO(sample, newline="\n"), dialect)
    return [row[: MAX_COLUMNS + 1] for row in islice(records.rows(), SAMPLE_ROWS)]


def _candidate(sample: str, delimiter: str) -> Candidate:
    dialect = Dialect(
        delimiter,
        skips_blanks=False,
        has_backslashes=bool(_BACKSLASH.search(sample)),
    )
    dialect = replace(dialect, quote=_quote(sample, dialect))
    rows = sample_rows(sample, dialect)
    header = find_header(rows)
    if _has_blanks(rows, header) and delimiter not in {NO_DELIMITER, "\t"}:
        dialect = replace(dialect, skips_blanks=True)
        rows = sample_rows(sample, dialect)
        header = find_header(rows)
    body = rows[header.first_row :] or rows
    width = len(rows[header.row]) if header.row is not None else common_width(body)
    evenness = sum(len(row) == width for row in body) / max(len(body), 1)
    sureness = 0 if width < 2 else _sureness(sample, dialect, rows, header, width, evenness)
    return Candidate(dialect, rows, header, sureness, evenness, width)


def _sureness(
    sample: str,
    dialect: Dialect,
    rows: Sequence[Sequence[str]],
    header: Header,
    width: int,
    evenness: float,
) -> int:
    if width > MAX_COLUMNS:
        return int(_blank_share(rows) < _PROSE)
    body = rows[header.first_row :]
    are_short = sum(len(row) < width for row in body) > _PROSE * len(body)
    is_sure = header.row == 0 and header.known * 2 > width and _are_names(rows[0])
    if (are_short and not is_sure) or (
        header.row is not None and _reads_on(rows[header.row], header, dialect)
    ):
        return 0
    if header.known >= 2:
        return 3
    if len(rows[0]) == 1 and is_known(rows[0][0]):
        return 0  # one name, one column: what its rows hold is prose
    has_strict = any(column.is_strict for column in column_kinds(body, min(width, MAX_COLUMNS)))
    if header.row is not None and (has_strict or (header.known and evenness > _PROSE)):
        return 2
    if evenness >= _EVEN and (has_strict or _quoted_share(sample, dialect) >= _PROSE):
        return 2
    is_prose = _blank_share(rows) >= _PROSE
    return int(evenness >= _EVEN and len(rows) >= _MIN_SURE_ROWS and not is_prose)


def _are_names(cells: Sequence[str]) -> bool:
    """Return whether cells are distinct, known names or a few words without punctuation."""
    are_distinct = len({cell.strip().lower() for cell in cells}) == len(cells)
    others = [cell for cell in cells if not is_known(cell)]
    return are_distinct and not any(
        PUNCTUATION.search(cell) or len(cell.split()) > MAX_NAME_WORDS for cell in others
    )


def _quote(sample: str, dialect: Dialect) -> str | None:
    """Return the quotation mark; None where those that there are belong to the texts."""
    double = _quoted_share(sample, dialect)
    if dialect.delimiter in {",", ";"}:
        single = _quoted_share(sample, replace(dialect, quote="'"))
        return "'" if single >= _PROSE and not double else '"'
    return '"' if double >= _PROSE or _needs_quotes(sample, dialect) else None


def _quoted_share(sample: str, dialect: Dialect) -> float:
    """Share of the lines in which a cell is quoted as it should be."""
    mark, end = re.escape(dialect.quote or '"'), re.escape(dialect.parting)
    cell = rf"(?:^|{end})[ ]*{mark}(?:[^{mark}\n]|{mark}{mark})*{mark}[ ]*(?:{end}|\r?$)"
    lines = [line for line in sample.split("\n")[:SAMPLE_ROWS] if line.strip()]
    return sum(bool(re.search(cell, line)) for line in lines) / max(len(lines), 1)


def _needs_quotes(sample: str, dialect: Dialect) -> bool:
    """Detect a quoted cell that needs its quotes: for a delimiter, a line end or a quote."""
    end = re.escape(dialect.parting)
    cell = rf'(?:^|{end})"(?:[^"{end}\n]|"")*(?:{end}|""|\n)(?:[^"]|"")*"(?:{end}|\r?$)'
    return bool(re.search(cell, sample[:50_000], re.MULTILINE))


def _reads_on(names: Sequence[str], header: Header, dialect: Dialect) -> bool:
    """Detect prose in place of names: blanks after the delimiters, and few known names."""
    is_spaced = dialect.skips_blanks or all(cell[:1] in {" ", ",", ";", "|"} for cell in names[1:])
    return is_spaced and (header.known < 2 or header.known * 2 <= len(names))


def _has_blanks(rows: Sequence[Sequence[str]], header: Header) -> bool:
    """Return whether a blank follows every delimiter, in the header as below it."""
    if header.row is None or len(rows[header.row]) < 2:
        return False
    return all(cell.startswith(" ") for cell in rows[header.row][1:]) and _blank_share(rows) > _EVEN


def _blank_share(rows: Sequence[Sequence[str]]) -> float:
    """Share of the delimiters that a blank follows, as in prose."""
    cells = [cell for row in rows for cell in row[1:] if cell]
    return sum(cell[0] == " " for cell in cells) / max(len(cells), 1)


def common_width(rows: Sequence[Sequence[str]]) -> int:
    """Return the width that most rows have, the larger of two that as many have."""
    counts = Counter(map(len, rows))
    return max(counts, key=lambda width: (counts[width], width)) if counts else 1
