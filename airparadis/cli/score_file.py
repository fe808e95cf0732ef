"""Score a file of any length, with a progress bar and a report."""

import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.reading import Table, open_pipe, open_table
from airparadis.files.registry import format_named, format_of_name
from airparadis.files.report import sentences
from airparadis.files.scoring.processes import Tweets, score_blocks
from airparadis.files.scoring.result import Counts, added_to, columns_of
from airparadis.files.table import GUESS_ALL, Block, Layout, ReadOptions, Sink, WriteOptions
from airparadis.files.writing import PIPE, aside
from airparadis.ml.artifact import read_verified

_BAR_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Request:
    """The files and options of a scoring; options that are None are guessed."""

    path: Path
    out: Path
    options: ReadOptions = GUESS_ALL
    processes: int = 1
    guard: bool = False


def score_file(request: Request, model: Path, *, quiet: bool = False) -> Counts:
    """Score a file into another, which appears when it is complete.

    Raises:
        FileError: the file or the result is not as it must be.
        ArtifactError: the model cannot be verified.
    """
    _check_paths(request)
    manifest = read_verified(model)
    counts = Counts()
    with _open(request) as table:
        place = table.layout.text_column
        started = time.perf_counter()
        with _sink(request, table.layout) as sink, _progress(table, hidden=quiet) as advance:
            blocks = (Tweets.of(block, place) for block in advance(table.blocks()))
            for tweets, rows in score_blocks(model, blocks, request.processes):
                columns = columns_of(rows, manifest.version, manifest.uncertain_below)
                sink.write(tweets.block, columns.cells())
                counts.add(tweets.texts, columns)
            if counts.rows == 0:
                raise FileError(FileFault.EMPTY)
        seconds = time.perf_counter() - started
    if not quiet:
        _report(counts, table, manifest.version, seconds)
    return counts


def _open(request: Request) -> AbstractContextManager[Table]:
    if request.path == PIPE:
        return open_pipe(sys.stdin.buffer, request.options)
    return open_table(request.path, request.options)


def _check_paths(request: Request) -> None:
    if request.path != PIPE and not request.path.exists():
        raise FileError(FileFault.GONE)
    if request.out == PIPE:
        return
    if not request.out.parent.is_dir():
        raise FileError(FileFault.NO_FOLDER, request.out.parent)
    both = request.path != PIPE and request.out.exists()
    if both and request.out.samefile(request.path):
        raise FileError(FileFault.ITSELF)


@contextmanager
def _sink(request: Request, layout: Layout) -> Iterator[Sink]:
    """Write a result in the format of its extension, or of the input file."""
    form = format_of_name(request.out.name) or format_named(layout.format)
    if request.out == PIPE and layout.format in {"xlsx", "parquet"}:
        form = format_named("csv")
    if form.name == "parquet" and layout.format != form.name:
        raise FileError(FileFault.OTHER_FORMAT, "Parquet")
    options, added = WriteOptions(guard=request.guard), added_to(layout.columns)
    if request.out == PIPE:
        with form.create(PIPE, layout, added, options) as sink:
            yield sink
        return
    with aside(request.out) as temporary, form.create(temporary, layout, added, options) as sink:
        yield sink


@contextmanager
def _progress(table: Table, *, hidden: bool) -> Iterator[Any]:
    """Show a bar on standard error, on terminals only."""
    with click.progressbar(
        length=_BAR_STEPS, label="score", file=sys.stderr, hidden=hidden or not sys.stderr.isatty()
    ) as bar:

        def advance(blocks: Iterator[Block]) -> Iterator[Block]:
            for block in blocks:
                yield block
                bar.update(int(table.progress * _BAR_STEPS) - bar.pos)

        yield advance


def _report(counts: Counts, table: Table, version: str, seconds: float) -> None:
    speed = counts.rows / max(seconds, 1e-9)
    column = table.layout.column
    lines = [f"{counts.rows:,} rows by {version}, text in column {column}: {speed:,.0f} a second"]
    found = {**counts.labels, "uncertain": counts.uncertain, "neutral": counts.neutral}
    lines.append(", ".join(f"{number:,} {name}" for name, number in found.items()))
    if counts.reasons:
        reasons = ", ".join(f"{number:,} {name}" for name, number in counts.reasons.items())
        lines.append(f"without a label: {reasons}")
    if counts.replaced:
        lines.append(f"{counts.replaced:,} with characters not of this --encoding")
    click.echo("\n".join([*lines, *sentences(table.layout, table.notes)]), err=True)
