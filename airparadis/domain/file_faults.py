"""Reasons why a file of tweets is refused as a whole, or a batch of them fails."""

from enum import StrEnum

from airparadis.lib.errors import AirParadisError


class FileFault(StrEnum):
    """A fault of a file, or of a request to read it."""

    GONE = "gone"
    UNREADABLE = "unreadable"
    KIND = "kind"
    EMPTY = "empty"
    NO_SHEET = "no_sheet"
    UNKNOWN_SHEET = "unknown_sheet"
    NO_COLUMN = "no_column"
    NO_LABELS = "no_labels"
    NOT_TEXT = "not_text"
    ENCODING = "encoding"
    DELIMITER = "delimiter"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_SHEETS = "too_many_sheets"
    INFLATES = "inflates"
    MEMORY = "memory"
    TIME = "time"
    CRASHED = "crashed"
    STOPPED = "stopped"
    TOO_LARGE = "too_large"
    FATAL = "fatal"
    CELL = "cell"
    """Fault of batches older than `Flaw`."""
    MODEL = "model"
    OTHER_FORMAT = "other_format"
    NO_FOLDER = "no_folder"
    ITSELF = "itself"


SENTENCES = {
    FileFault.GONE: "there is no such file",
    FileFault.UNREADABLE: "it cannot be read: {detail}",
    FileFault.KIND: "it is {detail}",
    FileFault.EMPTY: "it has no rows",
    FileFault.NO_SHEET: "no visible sheet has rows: {detail}",
    FileFault.UNKNOWN_SHEET: "it has no sheet {detail}",
    FileFault.NO_COLUMN: "it has no column {detail}",
    FileFault.NO_LABELS: "it has no column of labels, such as label or sentiment",
    FileFault.NOT_TEXT: "column {detail} does not hold text",
    FileFault.ENCODING: "{detail} is no encoding",
    FileFault.DELIMITER: "{detail} is no delimiter: give one character, or none",
    FileFault.TOO_MANY_COLUMNS: "it has more than {detail} columns",
    FileFault.TOO_MANY_ROWS: "it has more than {detail} rows",
    FileFault.TOO_MANY_SHEETS: "it has more than {detail} sheets",
    FileFault.INFLATES: "it unpacks to more than {detail} MB",
    FileFault.MEMORY: "reading it takes more than {detail} MB of memory",
    FileFault.TIME: "reading it takes more than {detail} seconds",
    FileFault.CRASHED: "its reader ended unexpectedly: {detail}",
    FileFault.STOPPED: "reading it was stopped",
    FileFault.TOO_LARGE: "it is larger than {detail} MB",
    FileFault.FATAL: "it has ended {detail} workers: it may fill all memory",
    FileFault.CELL: "near line {detail}: a quote that is never closed, or a cell that is too long",
    FileFault.MODEL: "there is no model to score it: {detail}",
    FileFault.OTHER_FORMAT: "a result of this format needs a {detail} file",
    FileFault.NO_FOLDER: "the result cannot be written: there is no folder {detail}",
    FileFault.ITSELF: "the result would overwrite it",
}


class Kind(StrEnum):
    """The kind of a file that is no table."""

    OLD_EXCEL = "xls"
    ENCRYPTED = "encrypted"
    OPEN_DOCUMENT = "ods"
    OTHER_OFFICE = "office"
    ZIP = "zip"
    PACKED = "packed"
    PDF = "pdf"
    HTML = "html"
    XML = "xml"
    RTF = "rtf"
    PICTURE = "picture"
    DATABASE = "database"
    PACKED_BINARY = "packed_binary"
    PIPED = "piped"
    BINARY = "binary"


KINDS = {
    Kind.OLD_EXCEL: "an old Excel workbook (.xls): save it as .xlsx or CSV",
    Kind.ENCRYPTED: "a workbook with a password: save it without one",
    Kind.OPEN_DOCUMENT: "an OpenDocument file: save it as .xlsx or CSV",
    Kind.OTHER_OFFICE: "an Office document, no workbook: save the table as .xlsx or CSV",
    Kind.ZIP: "a ZIP archive: unpack it first",
    Kind.PACKED: "a packed file: unpack it first, or pack it with gzip",
    Kind.PDF: "a PDF document, which holds no table",
    Kind.HTML: "a web page (HTML): save the table as .xlsx or CSV",
    Kind.XML: "an XML document: save the table as .xlsx or CSV",
    Kind.RTF: "a text document (RTF): save the table as .xlsx or CSV",
    Kind.PICTURE: "a picture",
    Kind.DATABASE: "a database: export the table as CSV",
    Kind.PACKED_BINARY: "a workbook or Parquet file packed with gzip: unpack it first",
    Kind.PIPED: "a workbook or Parquet file, which is read from a file only, not from a pipe",
    Kind.BINARY: "no text, workbook or Parquet file",
}


class FileError(AirParadisError):
    """A file is refused; `fault` and `detail` say why, for pages to put into their own words."""

    def __init__(self, fault: FileFault, detail: object = "") -> None:
        shown = KINDS[Kind(str(detail))] if fault is FileFault.KIND else detail
        super().__init__(SENTENCES[fault].format(detail=shown))
        self.fault = fault
        self.detail = str(detail)

    def __reduce__(self) -> tuple[type["FileError"], tuple[FileFault, str]]:
        return type(self), (self.fault, self.detail)
