"""The formats of tables that are read and written."""

from enum import StrEnum


class FileFormat(StrEnum):
    """A format, named by the usual end of its files' names."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    JSONL = "jsonl"
