"""The form for reading options of a batch, and a preview of its first rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import abort
from werkzeug.datastructures import MultiDict

from airparadis.db.tables import BatchJob
from airparadis.domain.batches.file_format import FileFormat
from airparadis.files.bounds import WHILE_WAITING
from airparadis.files.delimited.guess import DELIMITERS
from airparadis.files.encodings import OFFERED
from airparadis.files.reading import open_table
from airparadis.files.table import NO_DELIMITER, Layout, ReadOptions
from airparadis.services.batches import batches, stored_files
from airparadis.web.runtime import runtime

_NAMES = {"none": NO_DELIMITER, "tab": "\t"}


@dataclass(frozen=True, slots=True)
class FirstRows:
    """A file as it reads in some way."""

    layout: Layout
    rows: Sequence[Sequence[Any]]


def folder_of(job: BatchJob) -> Path:
    """Return the folder of a batch's files."""
    return stored_files.folder_of(runtime().config.instance_path, job.id)


def options_in(form: MultiDict[str, str], job: BatchJob) -> ReadOptions:
    """Read the choice; what a format does not have stays as it is. Aborts at made up values."""
    options = replace(batches.options_of(job), column=None)
    if job.form is FileFormat.CSV:
        encoding = form.get("encoding") or job.encoding
        delimiter = form.get("delimiter", delimiter_name(job.delimiter))
        if encoding not in (*OFFERED, job.encoding) or delimiter not in delimiter_names(job):
            abort(400)
        options = replace(options, encoding=encoding, delimiter=_NAMES.get(delimiter, delimiter))
    if job.form is FileFormat.XLSX:
        sheet = form.get("sheet") or job.sheet
        if sheet not in (*(job.sheets or ()), job.sheet):
            abort(400)
        options = replace(options, sheet=sheet)
    if job.form in {FileFormat.CSV, FileFormat.XLSX}:
        options = replace(options, has_header="has_header" in form)
    return options


def first_rows(job: BatchJob, options: ReadOptions) -> FirstRows:
    """Read the beginning of the file; one that takes long is left to the worker.

    Raises:
        FileError: it cannot be read that way.
    """
    path = stored_files.upload_of(folder_of(job))
    with open_table(path, options, name=job.name, limits=WHILE_WAITING) as table:
        return FirstRows(table.layout, batches.shown_rows(table.sample()))


def signature(options: ReadOptions) -> str:
    """Name a set of reading options, to know whether its preview has been seen."""
    delimiter = delimiter_name(options.delimiter)
    return f"{options.encoding}|{delimiter}|{options.has_header}|{options.sheet}"


def delimiter_name(delimiter: str | None) -> str:
    """Name a delimiter in forms."""
    names = {sign: name for name, sign in _NAMES.items()}
    return "," if delimiter is None else names.get(delimiter, delimiter)


def delimiter_names(job: BatchJob) -> list[str]:
    """Name the delimiters that a page offers, the file's own among them."""
    offered = (*map(delimiter_name, DELIMITERS), "none", delimiter_name(job.delimiter))
    return list(dict.fromkeys(offered))
