"""Times of the tweets, where the file has them."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from airparadis.files.guess.names import normalised
from airparadis.files.table import Source
from training.data.tables import GUESSED, Columns, open_tweets

_NAMES = ("date", "date est", "created", "created at", "tweet created", "time", "timestamp")
_PUBLISHED_AT, _PUBLISHED_WIDTH = 2, 6
_PUBLISHED = re.compile(  # "Mon Apr 06 22:19:45 PDT 2009"
    r"\w{3} (?P<month>\w{3}) (?P<day>[0-3]\d) (?P<time>[0-2]\d:[0-5]\d:[0-5]\d) \w+ (?P<year>\d{4})"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_dates(
    path: Path, rows: NDArray[np.int64], columns: Columns = GUESSED
) -> NDArray[np.datetime64] | None:
    """Read the time of each of `rows` (numbers in the file), to the second, in the file's zone.

    Not-a-time where a row has none; None when the file holds no dates.
    """
    with open_tweets(path, columns) as source:
        place = _place(source)
        if place is None:
            return None
        cells = (cell for block in source.blocks() for cell in block.column(place))
        dates = np.array([_time(cell) for cell in cells], "datetime64[s]")
    return None if np.isnat(dates[rows]).all() else dates[rows]


def _place(source: Source) -> int | None:
    """Return the place of the column with the dates, None without one."""
    layout = source.layout
    if not layout.has_header:
        return _PUBLISHED_AT if len(layout.columns) == _PUBLISHED_WIDTH else None
    by_name = {normalised(name): place for place, name in enumerate(layout.columns)}
    named = [by_name[name] for name in _NAMES if name in by_name]
    of_times = [
        place
        for row in source.sample()
        for place, cell in enumerate(row)
        if isinstance(cell, datetime)
    ]
    return next(iter(named + of_times), None)


def _time(cell: Any) -> str:
    """Write a time without its zone, NaT where there is none."""
    if isinstance(cell, datetime):
        return cell.isoformat()[:19]
    text = str(cell)
    if (match := _PUBLISHED.fullmatch(text)) and match["month"] in _MONTHS:
        month = _MONTHS.index(match["month"]) + 1
        return f"{match['year']}-{month:02}-{match['day']}T{match['time']}"
    try:
        return datetime.fromisoformat(text[:19]).isoformat()
    except ValueError:
        return "NaT"
