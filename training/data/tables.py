"""Tables of tweets, read by the application's own reader: any format, encoding and delimiter."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from airparadis.domain.file_faults import FileError
from airparadis.files.guess.names import normalised
from airparadis.files.opening import open_here
from airparadis.files.table import Layout, ReadOptions, Source
from training.data.labels import Labels, is_label
from training.errors import TrainingError

LABEL_NAMES = (
    *("target", "label", "labels", "sentiment", "airline sentiment", "polarity", "polarite"),
    *("class", "classe", "etiquette"),
)
"""Usual names of the column with the labels, the surest first, as `normalised` writes them."""

PUBLISHED = tuple(f"column_{number}" for number in range(1, 7))
"""Columns of Sentiment140 as published: target, id, date, flag, user, text."""


@dataclass(frozen=True)
class Columns:
    """The columns of a file and the meaning of its labels; what is None is guessed."""

    text: str | None = None
    label: str | None = None
    labels: Labels | None = None
    encoding: str | None = None


GUESSED = Columns()


@contextmanager
def open_tweets(path: Path, columns: Columns = GUESSED) -> Iterator[Source]:
    """Open a file of tweets.

    Raises:
        TrainingError: it cannot be opened or read, or has no such column; one line, with its name.
    """
    options = ReadOptions(columns.text, columns.encoding)
    try:
        if columns.text is None and _is_published(path, options):
            options = replace(options, column=PUBLISHED[-1], has_header=False)
        with open_here(path, options) as source:
            yield source
    except FileError as error:
        raise TrainingError(f"{path}: {error}") from error


def label_place(source: Source, wanted: str | None) -> int:
    """Return the place of the column with the labels: the one wanted, or by name, or by content.

    Raises:
        TrainingError: there is none.
    """
    layout = source.layout
    others = [place for place in range(len(layout.columns)) if place != layout.text_column]
    if wanted is not None:
        return named_place(layout, wanted)
    by_name = {normalised(layout.columns[place]): place for place in reversed(others)}
    for name in LABEL_NAMES:
        if layout.has_header and name in by_name:
            return by_name[name]
    sample = source.sample()
    for place in others:
        if sum(is_label(row[place]) for row in sample) > len(sample) / 2:
            return place
    raise TrainingError(f"which column has the labels? {_offer(layout)}: use --label-column")


def named_place(layout: Layout, name: str) -> int:
    """Return the place of the column `name`.

    Raises:
        TrainingError: there is none.
    """
    if name not in layout.columns:
        raise TrainingError(f"no column {name!r}; {_offer(layout)}")
    return layout.columns.index(name)


def _is_published(path: Path, options: ReadOptions) -> bool:
    """Recognise Sentiment140 as published: six columns without names, 0, 2 or 4 in the first."""
    with open_here(path, options) as source:
        layout, sample = source.layout, source.sample()
    first = [layout.columns[0], *(str(row[0]) for row in sample)][not layout.has_header :]
    n_targets = sum(cell in {"0", "2", "4"} for cell in first)
    return len(layout.columns) == len(PUBLISHED) and n_targets > len(first) / 2


def _offer(layout: Layout) -> str:
    return f"its columns are {', '.join(layout.columns)}"
