"""The formats of tables that are read and written."""

from enum import StrEnum
from pathlib import Path

from airparadis.domain.batches.faults import BatchError, BatchFault


class FileFormat(StrEnum):
    """A format, named by the usual end of its files' names."""

    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


_ENDS = {
    ".csv": FileFormat.CSV,
    ".tsv": FileFormat.CSV,
    ".txt": FileFormat.CSV,
    ".xlsx": FileFormat.XLSX,
    ".parquet": FileFormat.PARQUET,
    ".pq": FileFormat.PARQUET,
}


def format_of(name: str) -> FileFormat:
    """Return the format that a file's name ends in; a pipe (`-`) is CSV.

    Raises:
        BatchError: the end is not known.
    """
    try:
        return FileFormat.CSV if name == "-" else _ENDS[Path(name).suffix.lower()]
    except KeyError:
        raise BatchError(BatchFault.FORMAT) from None
