"""Lines that are quoted as a whole, as a table is when it is exported from a single column."""

import re

from airparadis.files.bounds import SAMPLE_ROWS
from airparadis.files.delimited.guess import guess_dialect

_WRAPPED = re.compile(r'"(?:[^"]|"")*"')
_NEARLY_ALL = 0.9
_MIN_SURENESS = 2


def unwrapped(line: str) -> str:
    """Take the quotation marks off a line; one without them stays as it is."""
    body = line.rstrip("\r\n")
    if not _WRAPPED.fullmatch(body):
        return line
    return body[1:-1].replace('""', '"') + line[len(body) :]


def unwrapped_sample(sample: str) -> str | None:
    """Return a sample whose lines are a table without their quotation marks; None for any other."""
    lines = sample.splitlines(keepends=True)
    filled = [line.strip() for line in lines[:SAMPLE_ROWS] if line.strip()]
    wrapped = sum(bool(_WRAPPED.fullmatch(line)) for line in filled)
    if len(filled) < 2 or wrapped < _NEARLY_ALL * len(filled):
        return None
    found = "".join(map(unwrapped, lines))
    return found if guess_dialect(found, None).sureness >= _MIN_SURENESS else None
