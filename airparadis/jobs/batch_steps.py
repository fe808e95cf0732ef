"""The work on a batch, in steps that each say what is to be noted of them."""

import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from airparadis.db.tables import BatchJob
from airparadis.domain.batches.batch import BatchState, Limits
from airparadis.domain.batches.faults import BatchError, BatchFault
from airparadis.files.engine import Counts, columns_of, score_rows
from airparadis.files.legacy.files import Source, Told
from airparadis.files.legacy.opening import found_layout, guessed_column, open_sink, open_source
from airparadis.files.parts import Parts
from airparadis.ml.contract import Classifier
from airparadis.services.batches.batches import result_of, upload_of

Values = dict[str, Any]
"""Columns of the batch's row, and what they become."""

Work = Generator[Values, None, Values]
"""Yields progress; what it returns is noted in the same transaction that ends the work."""

ModelFor = Callable[[str | None], tuple[Classifier, bool]]
"""The model of a version, and whether it is that version."""

MAX_COLUMNS = 1_000
"""What a page can offer to choose from."""

PREVIEW_ROWS = 5
PREVIEW_CELL = 120
PARTS = "parts"


def check(job: BatchJob, folder: Path, limits: Limits) -> Work:
    """Look what an upload is.

    Raises:
        BatchError: nothing that can be scored.
    """
    with closing(open_source(upload_of(folder, job), job.form, _told(job))) as source:
        rows = source.count()
        if rows == 0:
            raise BatchError(BatchFault.EMPTY)
        if rows is not None and rows > limits.rows:
            raise BatchError(BatchFault.TOO_MANY_ROWS, f"{limits.rows:,}")
        if len(source.columns) > MAX_COLUMNS:
            raise BatchError(BatchFault.TOO_MANY_COLUMNS, f"{MAX_COLUMNS:,}")
        if any("\0" in name for name in source.columns):
            raise BatchError(BatchFault.UNREADABLE, "the name of a column is no text")
        layout = found_layout(source)
        yield {}
        return {
            "state": BatchState.READY,
            "encoding": layout.encoding,
            "delimiter": layout.delimiter,
            "has_header": layout.has_header,
            "columns": list(source.columns),
            "preview": _preview(source),
            "column": guessed_column(source),
            "rows_total": rows,
        }


def score_upload(job: BatchJob, folder: Path, limits: Limits, model_for: ModelFor) -> Work:
    """Score what is not scored yet, then write the result.

    Raises:
        BatchError: the file cannot be read to its end, has too many rows, or there is no model.
    """
    classifier, is_same = model_for(job.model_version)
    if not is_same:
        shutil.rmtree(folder / PARTS, ignore_errors=True)
    yield {"model_version": classifier.manifest.version, "rows_written": 0}
    parts = Parts(folder / PARTS)
    with closing(open_source(upload_of(folder, job), job.form, _told(job))) as source:
        yield from _score(source, str(job.column), parts, limits, classifier)
    with closing(open_source(upload_of(folder, job), job.form, _told(job))) as source:
        return (yield from _write(job, folder, source, parts, classifier))


def clear(folder: Path) -> None:
    """Remove what nobody needs beside a result; not before its row says that it is there."""
    shutil.rmtree(folder / PARTS, ignore_errors=True)
    for upload in folder.glob("upload.*"):
        upload.unlink()


def _score(
    source: Source, column: str, parts: Parts, limits: Limits, classifier: Classifier
) -> Iterator[Values]:
    done = 0
    for number, chunk in enumerate(source.chunks(column)):
        done += chunk.size
        if done > limits.rows:
            raise BatchError(BatchFault.TOO_MANY_ROWS, f"{limits.rows:,}")
        if not parts.has(number, chunk.size):
            parts.write(number, score_rows(classifier, chunk.texts, chunk.malformed))
        yield {"rows_scored": done}
    if done == 0:
        raise BatchError(BatchFault.EMPTY)
    yield {"rows_total": done}


def _write(
    job: BatchJob, folder: Path, source: Source, parts: Parts, classifier: Classifier
) -> Work:
    manifest = classifier.manifest
    counts = Counts()
    with open_sink(result_of(folder, job), job.form, source, guard=job.guard, mark=True) as sink:
        for number, chunk in enumerate(source.chunks(str(job.column))):
            columns = columns_of(parts.read(number), manifest.version, manifest.uncertain_below)
            sink.write(chunk, columns)
            counts.add(chunk, columns)
            yield {"rows_written": counts.rows}
    return {"state": BatchState.DONE, "counts": counts.as_json(), "preview": None}


def _told(job: BatchJob) -> Told:
    return Told(job.encoding, job.delimiter, job.has_header)


def _preview(source: Source) -> list[list[str]]:
    rows = source.sample()[:PREVIEW_ROWS]
    return [
        ["" if cell is None else str(cell)[:PREVIEW_CELL].replace("\0", "") for cell in row]
        for row in rows
    ]
