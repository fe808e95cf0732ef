"""Why a file cannot be scored."""

from enum import StrEnum

from airparadis.lib.errors import AirParadisError


class BatchFault(StrEnum):
    """What is wrong with a file, or with what was asked of it."""

    FORMAT = "format"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_LARGE = "too_large"
    INFLATES = "inflates"
    FATAL = "fatal"
    NO_COLUMN = "no_column"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    CELL = "cell"
    MODEL = "model"
    GONE = "gone"
    OTHER_FORMAT = "other_format"
    NO_FOLDER = "no_folder"
    ITSELF = "itself"


_WORDS = {
    BatchFault.FORMAT: "it is not a .csv, .xlsx or .parquet file",
    BatchFault.UNREADABLE: "it cannot be read: {detail}",
    BatchFault.EMPTY: "it has no rows",
    BatchFault.TOO_MANY_ROWS: "it has more than {detail} rows",
    BatchFault.TOO_MANY_COLUMNS: "it has more than {detail} columns",
    BatchFault.TOO_LARGE: "it is larger than {detail} MB",
    BatchFault.INFLATES: "it unpacks to more than {detail} MB",
    BatchFault.FATAL: "it has ended {detail} workers: it may fill all memory",
    BatchFault.NO_COLUMN: "it has no column {detail}",
    BatchFault.NOT_TEXT: "column {detail} does not hold text",
    BatchFault.ENCODING: "{detail} is no encoding",
    BatchFault.CELL: "near line {detail}: a quote that is never closed, or a cell that is too long",
    BatchFault.MODEL: "there is no model to score it: {detail}",
    BatchFault.GONE: "there is no such file",
    BatchFault.OTHER_FORMAT: "the result must be of the same format: {detail}",
    BatchFault.NO_FOLDER: "the result cannot be written: there is no folder {detail}",
    BatchFault.ITSELF: "the result would overwrite it",
}


class BatchError(AirParadisError):
    """A file cannot be scored; `fault` and `detail` say why, for pages to tell in their words."""

    def __init__(self, fault: BatchFault, detail: object = "") -> None:
        super().__init__(_WORDS[fault].format(detail=detail))
        self.fault = fault
        self.detail = str(detail)
