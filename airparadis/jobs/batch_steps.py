"""The work on a batch, in steps that each say what is to be noted of them."""

import shutil
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from airparadis.db.tables import BatchJob
from airparadis.domain.batches.batch import BatchState, Limits
from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.process.parent import TableProcess
from airparadis.files.registry import format_named
from airparadis.files.scoring.parts import Parts
from airparadis.files.scoring.processes import Tweets
from airparadis.files.scoring.result import Counts, added_to, columns_of
from airparadis.files.scoring.rows import score_rows
from airparadis.files.scoring.summary import Summary
from airparadis.files.table import Block, Layout, WriteOptions
from airparadis.files.writing import aside
from airparadis.ml.contract import Classifier
from airparadis.services.batches.batches import options_of, shown_rows
from airparadis.services.batches.stored_files import result_of, upload_of, write_first_rows

Values = dict[str, Any]
"""Columns of the batch's row, and what they become."""

Work = Generator[Values, None, Values]
"""Yields progress; what it returns is noted in the same transaction that ends the work."""

ModelFor = Callable[[str | None], tuple[Classifier, bool]]
"""The model of a version, and whether it is that version."""

CHECK_SECONDS = 20.0
"""Maximum time of reading a file through before its owner is asked about it."""

PARTS = "parts"


def check(job: BatchJob, folder: Path, limits: Limits) -> Work:
    """Look what an upload is.

    Raises:
        FileError: nothing that can be scored.
    """
    with closing(_process(job, folder)) as process:
        layout = yield from _layout(process)
        rows, until = 0, time.monotonic() + CHECK_SECONDS
        for block in _blocks(process):
            yield {}
            rows += len(block) if block is not None else 0
            if rows > limits.rows:
                raise FileError(FileFault.TOO_MANY_ROWS, f"{limits.rows:,}")
            if time.monotonic() > until or (rows and layout.rows is not None):
                break
        if process.is_over and rows == 0:
            raise FileError(FileFault.EMPTY)
        if layout.rows is not None and layout.rows > limits.rows:
            raise FileError(FileFault.TOO_MANY_ROWS, f"{limits.rows:,}")
        return {
            "state": BatchState.READY,
            "form": FileFormat(layout.format),
            "encoding": layout.encoding,
            "delimiter": layout.delimiter,
            "has_header": layout.has_header,
            "sheet": layout.sheet,
            "sheets": list(layout.sheets),
            "columns": list(layout.columns),
            "preview": shown_rows(process.sample),
            "column": layout.column,
            "rows_total": layout.rows or (rows if process.is_over else None),
            "notes": process.notes.as_json() if process.is_over else None,
        }


def score_upload(job: BatchJob, folder: Path, limits: Limits, model_for: ModelFor) -> Work:
    """Score what is not scored yet, then write the result.

    Raises:
        FileError: the file cannot be read to its end, has too many rows, or there is no model.
    """
    classifier, is_same = model_for(job.model_version)
    if not is_same:
        shutil.rmtree(folder / PARTS, ignore_errors=True)
    yield {"model_version": classifier.manifest.version, "rows_written": 0}
    parts = Parts(folder / PARTS)
    with closing(_process(job, folder)) as process:
        yield from _score(process, parts, limits, classifier)
    with closing(_process(job, folder)) as process:
        return (yield from _write(job, folder, process, parts, classifier))


def clear(folder: Path) -> None:
    """Remove what nobody needs beside a result; not before its row says that it is there."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for upload in folder.glob("upload.*"):
        upload.unlink()


def _score(process: TableProcess, parts: Parts, limits: Limits, classifier: Classifier) -> Work:
    layout = yield from _layout(process)
    done = number = 0
    for block in _blocks(process):
        if block is not None:
            done += len(block)
            if done > limits.rows:
                raise FileError(FileFault.TOO_MANY_ROWS, f"{limits.rows:,}")
            if not parts.has(number, len(block)):
                tweets = Tweets.of(block, layout.text_column)
                parts.write(number, score_rows(classifier, tweets.texts, tweets.malformed))
            number += 1
        yield {"rows_scored": done}
    if done == 0:
        raise FileError(FileFault.EMPTY)
    yield {"rows_total": done}
    return {}


def _write(
    job: BatchJob, folder: Path, process: TableProcess, parts: Parts, classifier: Classifier
) -> Work:
    layout = yield from _layout(process)
    manifest, counts, number = classifier.manifest, Counts(), 0
    summary = Summary(layout)
    form, options = format_named(layout.format), WriteOptions(guard=job.guard, mark=True)
    with (
        aside(result_of(folder, job)) as path,
        form.create(path, layout, added_to(layout.columns), options) as sink,
    ):
        for block in _blocks(process):
            if block is not None:
                rows = parts.read(number)
                columns = columns_of(rows, manifest.version, manifest.uncertain_below)
                sink.write(block, columns.cells())
                counts.add(block.texts(layout.text_column), columns)
                summary.add(block, columns)
                number += 1
            yield {"rows_written": counts.rows}
    notes = process.notes.as_json()
    write_first_rows(folder, summary.first)
    counted = counts.as_json() | {
        "sentiments": dict(summary.sentiments),
        "agreement": summary.agreement(),
    }
    return {"state": BatchState.DONE, "counts": counted, "notes": notes, "preview": None}


def _process(job: BatchJob, folder: Path) -> TableProcess:
    path = upload_of(folder)
    try:
        with path.open("rb") as file:
            return TableProcess(file, job.name, path.stat().st_size, options_of(job))
    except FileNotFoundError:
        raise FileError(FileFault.GONE) from None


def _layout(process: TableProcess) -> Generator[Values, None, Layout]:
    """Wait until it is known how a file is read; the worker looks around meanwhile."""
    while process.layout is None:
        process.receive()
        yield {}
    return process.layout


def _blocks(process: TableProcess) -> Iterator[Block | None]:
    """Give the blocks of a file, and None while none has come."""
    while not process.is_over:
        yield process.receive()
