"""Times of the tweets, where the file has them."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_PUBLISHED = re.compile(  # the third of six quoted columns: "Mon Apr 06 22:19:45 PDT 2009"
    r'"[^"]*","[^"]*",'
    r'"\w{3} (?P<month>\w{3}) (?P<day>[0-3]\d) '
    r'(?P<time>[0-2]\d:[0-5]\d:[0-5]\d) \w+ (?P<year>\d{4})"'
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def read_dates(path: Path, rows: NDArray[np.int64]) -> NDArray[np.datetime64] | None:
    """Read the time of each of `rows` (numbers in the file), to the second, in the file's zone.

    Not-a-time where a row has none; None when the file holds no dates.
    """
    dates = _from_parquet(path) if path.suffix == ".parquet" else _from_csv(path)
    if dates is None or np.isnat(dates[rows]).all():
        return None
    return dates[rows]


def _from_parquet(path: Path) -> NDArray[np.datetime64] | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = [field.name for field in pq.read_schema(path) if pa.types.is_timestamp(field.type)]
    if not names:
        return None
    column = pq.read_table(path, columns=names[:1]).column(0)
    return np.asarray(column.to_numpy(), "datetime64[s]")


def _from_csv(path: Path) -> NDArray[np.datetime64]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="latin-1", newline="\n") as lines:
        return np.array(list(_times(lines)), "datetime64[s]")


def _times(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        match = _PUBLISHED.match(line)
        if match is None or match["month"] not in _MONTHS:
            yield "NaT"
        else:
            month = _MONTHS.index(match["month"]) + 1
            yield f"{match['year']}-{month:02}-{match['day']}T{match['time']}"
