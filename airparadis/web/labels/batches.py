"""Labels of batches: states, faults of files and rows, encodings."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.domain.batches.batch import BatchState, RowFault
from airparadis.domain.batches.faults import BatchFault

STATES: Mapping[BatchState, Any] = {
    BatchState.CHECKING: _("Being looked at"),
    BatchState.READY: _("Waits for you"),
    BatchState.QUEUED: _("Queued"),
    BatchState.RUNNING: _("Running"),
    BatchState.DONE: _("Done"),
    BatchState.FAILED: _("Failed"),
    BatchState.CANCELLED: _("Cancelled"),
}

FAULTS: Mapping[BatchFault, Any] = {
    BatchFault.FORMAT: _("Choose a file whose name ends in .csv, .xlsx or .parquet."),
    BatchFault.UNREADABLE: _("The file cannot be read: {detail}"),
    BatchFault.EMPTY: _("The file has no rows."),
    BatchFault.TOO_MANY_ROWS: _(
        "The file has more than {detail} rows. Split it, or score it from the shell."
    ),
    BatchFault.TOO_MANY_COLUMNS: _("The file has more than {detail} columns."),
    BatchFault.TOO_LARGE: _(
        "The file is larger than {detail} MB. Split it, or score it from the shell."
    ),
    BatchFault.INFLATES: _("The file unpacks to more than {detail} MB, so it is not opened."),
    BatchFault.FATAL: _(
        "The file has ended {detail} workers, probably because it fills all memory; it is not "
        "tried again."
    ),
    BatchFault.NO_COLUMN: _("Choose a column: the file has none called “{detail}”."),
    BatchFault.NOT_TEXT: _("Choose another column: “{detail}” does not hold text."),
    BatchFault.ENCODING: _("“{detail}” is no encoding."),
    BatchFault.CELL: _(
        "Near line {detail} a quote is opened and never closed, or a cell is too long."
    ),
    BatchFault.MODEL: _("There is no model to score the file: {detail}"),
    BatchFault.GONE: _("The uploaded file is not there any more."),
    BatchFault.OTHER_FORMAT: _("The result must be of the same format: {detail}"),
    BatchFault.NO_FOLDER: _("The result cannot be written: there is no folder {detail}"),
    BatchFault.ITSELF: _("The result would overwrite the file."),
}

ROW_FAULTS: Mapping[RowFault, Any] = {
    RowFault.EMPTY: _("Empty, or nothing but links and handles"),
    RowFault.LANGUAGE: _("Another language than English"),
    RowFault.TOO_LONG: _("Longer than 1,000 characters"),
    RowFault.NOT_TEXT: _("Characters that are no text"),
    RowFault.MALFORMED: _("More cells than the file has columns"),
}

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "latin-1": "ISO 8859-1",
}


def batch_fault(fault: BatchFault, detail: str) -> str:
    """Say what is wrong with a file and what to do about it."""
    return str(FAULTS[fault]).replace("{detail}", detail)


FILTERS: Mapping[str, Callable[..., object]] = {
    "batch_fault": batch_fault,
    "batch_state": lambda state: str(STATES[state]),
    "batch_row_fault": lambda fault: str(ROW_FAULTS[RowFault(fault)]),
    "encoding_name": lambda name: ENCODINGS.get(name, name),
}
