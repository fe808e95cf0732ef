"""Score a file of any length, with a progress bar and a report."""

import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from airparadis.domain.batches.faults import BatchError, BatchFault
from airparadis.domain.batches.file_format import FileFormat, format_of
from airparadis.files.engine import Counts, columns_of, score_chunks
from airparadis.files.legacy.files import NOTHING, Chunk, Source, Told
from airparadis.files.legacy.opening import PIPE, guessed_column, open_sink, open_source
from airparadis.ml.artifact import read_verified

_BAR_STEPS = 1_000


@dataclass(frozen=True, slots=True)
class Request:
    """The files and options of a scoring; None means guessed."""

    path: Path
    out: Path
    column: str | None = None
    told: Told = NOTHING
    processes: int = 1
    guard: bool = False


def score_file(request: Request, model: Path, *, quiet: bool = False) -> Counts:
    """Score a file into another, which appears when it is complete.

    Raises:
        BatchError: the file cannot be read, or the result not written.
        ArtifactError: the model cannot be verified.
    """
    form = format_of(request.path.name if request.path != PIPE else "-")
    _check_paths(request, form)
    manifest = read_verified(model)
    counts = Counts()
    with closing(open_source(request.path, form, request.told)) as source:
        column = request.column or guessed_column(source)
        started = time.perf_counter()
        chunks = source.chunks(column)
        with (
            open_sink(request.out, form, source, guard=request.guard) as sink,
            _progress(source, hidden=quiet) as advance,
        ):
            for chunk, rows in score_chunks(model, advance(chunks), request.processes):
                columns = columns_of(rows, manifest.version, manifest.uncertain_below)
                sink.write(chunk, columns)
                counts.add(chunk, columns)
    if not quiet:
        _report(counts, column, manifest.version, time.perf_counter() - started)
    return counts


def _check_paths(request: Request, form: FileFormat) -> None:
    if format_of(request.out.name if request.out != PIPE else "-") is not form:
        raise BatchError(BatchFault.OTHER_FORMAT, form.value)
    if request.out == PIPE:
        return
    if not request.out.parent.is_dir():
        raise BatchError(BatchFault.NO_FOLDER, request.out.parent)
    both = request.path != PIPE and request.path.exists() and request.out.exists()
    if both and request.out.samefile(request.path):
        raise BatchError(BatchFault.ITSELF)


@contextmanager
def _progress(source: Source, *, hidden: bool) -> Iterator[Any]:
    """Show a bar on standard error, on terminals only."""
    with click.progressbar(
        length=_BAR_STEPS, label="score", file=sys.stderr, hidden=hidden or not sys.stderr.isatty()
    ) as bar:

        def advance(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
            for chunk in chunks:
                yield chunk
                bar.update(int(source.progress * _BAR_STEPS) - bar.pos)

        yield advance


def _report(counts: Counts, column: str, version: str, seconds: float) -> None:
    speed = counts.rows / max(seconds, 1e-9)
    lines = [f"{counts.rows:,} rows by {version}, text in column {column}: {speed:,.0f} a second"]
    found = {**counts.labels, "uncertain": counts.uncertain}
    lines.append(", ".join(f"{number:,} {name}" for name, number in found.items()))
    if counts.reasons:
        reasons = ", ".join(f"{number:,} {name}" for name, number in counts.reasons.items())
        lines.append(f"without a label: {reasons}")
    if counts.replaced:
        lines.append(f"{counts.replaced:,} with characters not of this --encoding")
    click.echo("\n".join(lines), err=True)
