"""Labels of batches: states, faults of files and rows, encodings."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from airparadis.domain.batches.batch import BatchState, RowFault
from airparadis.domain.file_faults import FileFault, Kind
from airparadis.files.notes import Flaw, Repair

STATES: Mapping[BatchState, Any] = {
    BatchState.CHECKING: _("Being read"),
    BatchState.READY: _("Needs your input"),
    BatchState.QUEUED: _("Queued"),
    BatchState.RUNNING: _("Running"),
    BatchState.DONE: _("Done"),
    BatchState.FAILED: _("Failed"),
    BatchState.CANCELLED: _("Cancelled"),
}

FAULTS: Mapping[FileFault, Any] = {
    FileFault.UNREADABLE: _("The file cannot be read: {detail}"),
    FileFault.EMPTY: _("The file has no rows."),
    FileFault.TOO_MANY_ROWS: _(
        "The file has more than {detail} rows. Split it, or score it from the command line."
    ),
    FileFault.TOO_MANY_COLUMNS: _("The file has more than {detail} columns."),
    FileFault.TOO_LARGE: _(
        "The file is larger than {detail} MB. Split it, or score it from the command line."
    ),
    FileFault.INFLATES: _("The file unpacks to more than {detail} MB, so it is not opened."),
    FileFault.FATAL: _(
        "The file stopped {detail} workers, probably by filling the memory. It will not be "
        "tried again."
    ),
    FileFault.NO_COLUMN: _("Choose a column: the file has none called “{detail}”."),
    FileFault.NO_LABELS: _("The file has no column of labels: call it “label”."),
    FileFault.NOT_TEXT: _("Choose another column: “{detail}” does not hold text."),
    FileFault.ENCODING: _("“{detail}” is not an encoding."),
    FileFault.CELL: _(
        "Near line {detail} a quote is opened and never closed, or a cell is too long."
    ),
    FileFault.MODEL: _("There is no model to score the file: {detail}"),
    FileFault.GONE: _("The uploaded file is gone: upload it again."),
    FileFault.KIND: _("The file is {detail}"),
    FileFault.NO_SHEET: _("No visible sheet has rows: {detail}"),
    FileFault.UNKNOWN_SHEET: _("The workbook has no sheet “{detail}”."),
    FileFault.DELIMITER: _("“{detail}” is not a delimiter."),
    FileFault.TOO_MANY_SHEETS: _("The workbook has more than {detail} sheets."),
    FileFault.MEMORY: _("Reading the file takes more than {detail} MB of memory. Split it."),
    FileFault.TIME: _("Reading the file takes more than {detail} seconds. Split it."),
    FileFault.CRASHED: _("Reading the file ended unexpectedly ({detail})."),
    FileFault.STOPPED: _("Reading the file was stopped."),
    FileFault.OTHER_FORMAT: _("A result of this format needs a {detail} file."),
    FileFault.NO_FOLDER: _("The result cannot be written: there is no folder {detail}"),
    FileFault.ITSELF: _("The result would overwrite the file."),
}

ROW_FAULTS: Mapping[RowFault, Any] = {
    RowFault.EMPTY: _("Empty, or nothing but links and handles"),
    RowFault.LANGUAGE: _("A language that the model does not read"),
    RowFault.TOO_LONG: _("Longer than 1,000 characters"),
    RowFault.NOT_TEXT: _("Invalid characters"),
    RowFault.MALFORMED: _("Cells that cannot be separated with certainty"),
}

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "mac-roman": "Mac Roman",
    "latin-1": "ISO 8859-1",
}

DELIMITERS: Mapping[str, Any] = {
    ",": _("Comma"),
    ";": _("Semicolon"),
    "tab": _("Tab"),
    "|": _("Vertical bar"),
    "none": _("None: one tweet a line"),
}

KINDS: Mapping[Kind, Any] = {
    Kind.OLD_EXCEL: _("an old Excel workbook (.xls). Save it as .xlsx or CSV."),
    Kind.ENCRYPTED: _("a workbook with a password. Save it without one."),
    Kind.OPEN_DOCUMENT: _("an OpenDocument file. Save it as .xlsx or CSV."),
    Kind.OTHER_OFFICE: _("an Office document but not a workbook. Save the table as .xlsx or CSV."),
    Kind.ZIP: _("a ZIP archive. Unpack it first."),
    Kind.PACKED: _("a packed file. Unpack it first, or pack it with gzip."),
    Kind.PDF: _("a PDF document, which holds no table."),
    Kind.HTML: _("a web page (HTML). Save the table as .xlsx or CSV."),
    Kind.XML: _("an XML document. Save the table as .xlsx or CSV."),
    Kind.RTF: _("a text document (RTF). Save the table as .xlsx or CSV."),
    Kind.PICTURE: _("a picture."),
    Kind.DATABASE: _("a database. Export the table as CSV."),
    Kind.PACKED_BINARY: _("a workbook or Parquet file packed with gzip. Unpack it first."),
    Kind.PIPED: _("a workbook or Parquet file in a pipe."),
    Kind.BINARY: _("neither text nor a workbook nor a Parquet file."),
}

NOTES: Mapping[Flaw | Repair, Any] = {
    Flaw.EXTRA_CELLS: _("Rows with more cells than columns, not scored"),
    Flaw.UNCLOSED_QUOTE: _("Rows with a quotation mark that is never closed, not scored"),
    Flaw.TOO_LONG: _("Rows of more than a million characters, not scored"),
    Flaw.REPEATED_HEADER: _("Rows that repeat the header, not scored"),
    Flaw.NOT_JSON: _("Lines that are not JSON objects, not scored"),
    Repair.REBUILT: _("Rows rejoined around unquoted delimiters"),
    Repair.SURPLUS_BLANKS: _("Rows with blank cells at their end, left out"),
    Repair.SHORT_ROWS: _("Rows with too few cells, filled up"),
    Repair.LOOSE_QUOTES: _("Rows with quotation marks within the text"),
    Repair.BACKSLASH_QUOTES: _("Rows with backslashes before quotation marks"),
    Repair.WRAPPED_LINES: _("Quotation marks around whole lines, taken off"),
    Repair.WESTERN_BYTES: _("Bytes that are not UTF-8, read as Windows-1252"),
    Repair.ABOVE_HEADER: _("Lines above the header, not read"),
    Repair.SEPARATOR_LINE: _("Excel’s line sep=, skipped"),
    Repair.UNCOMPUTED: _("Formulas that were never calculated, taken as empty"),
    Repair.LATE_CELLS: _("Rows with cells right of the last column, kept at the end"),
    Repair.OTHER_SHEETS: _("Other sheets, not read"),
    Repair.HIDDEN_SHEETS: _("Hidden sheets, not read"),
    Repair.ROUNDED_IDS: _("Columns of numbers that a spreadsheet rounded"),
}


def batch_fault(fault: FileFault, detail: str) -> str:
    """Return a sentence on what is wrong with a file, and what to do."""
    shown = str(KINDS[Kind(detail)]) if fault is FileFault.KIND else detail
    return str(FAULTS[fault]).replace("{detail}", shown)


def note_label(note: str) -> str:
    """Return the label of a note on a file that was read."""
    return str(next(label for kind, label in NOTES.items() if kind.value == note))


FILTERS: Mapping[str, Callable[..., object]] = {
    "batch_fault": batch_fault,
    "batch_state": lambda state: str(STATES[state]),
    "batch_note": note_label,
    "batch_row_fault": lambda fault: str(ROW_FAULTS[RowFault(fault)]),
    "delimiter_name": lambda name: str(DELIMITERS.get(name, name)),
    "encoding_name": lambda name: ENCODINGS.get(name, name),
}
