"""Labels of the radar: faults of streams, states and faults of uploads, file sizes."""

from collections.abc import Callable, Mapping

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _

from airparadis.domain.radar.enums import UploadState
from airparadis.domain.radar.sources.ingest_schema import (
    MAX_AUTHOR,
    MAX_ID,
    MAX_LANGUAGE,
    MAX_SOURCE,
    RowFault,
)
from airparadis.domain.radar.sources.names import SourceName
from airparadis.domain.radar.texts.matching import MAX_TERM_LENGTH, MAX_TERMS
from airparadis.lib.errors import StreamError
from airparadis.services.radar.streams import MAX_NAME, MAX_STREAMS

_UPLOAD_STATES = {
    UploadState.WAITING: _("Waiting"),
    UploadState.RUNNING: _("Being imported"),
    UploadState.ASKING: _("Needs your input"),
    UploadState.DONE: _("Imported"),
    UploadState.FAILED: _("Given up"),
    UploadState.STOPPED: _("Stopped"),
}

_ROW_FAULTS = {
    RowFault.NO_OBJECT: _("not a row with names and values"),
    RowFault.SOURCE: _("source: 1 to %(most)s characters", most=MAX_SOURCE),
    RowFault.RESERVED_SOURCE: _("source: the name of a connector"),
    RowFault.MALFORMED: _("cells that cannot be separated with certainty"),
    RowFault.UNCLOSED_QUOTE: _("a quotation mark that is never closed"),
    RowFault.NO_ID: _("id: missing"),
    RowFault.ROUNDED_ID: _("id: a number that a spreadsheet rounded"),
    RowFault.ID: _("id: at most %(most)s characters", most=MAX_ID),
    RowFault.NO_TEXT: _("text: missing"),
    RowFault.EMPTY_TEXT: _("text: empty"),
    RowFault.LONG_TEXT: _("text: longer than a tweet may be"),
    RowFault.NOT_TEXT: _("text: invalid characters"),
    RowFault.TIME: _("created_at: not a time with a zone, such as 2026-06-01T12:00:00Z"),
    RowFault.TIME_RANGE: _("created_at: before the first tweet of all, or in the future"),
    RowFault.AUTHOR: _("author: at most %(most)s characters", most=MAX_AUTHOR),
    RowFault.LANGUAGE: _("language: at most %(most)s characters", most=MAX_LANGUAGE),
    RowFault.REACH: _("reach: not a whole number of 0 or more"),
}

_STREAM_FAULTS = {
    "name": ("name", _("Enter a name of at most %(most)s characters.", most=MAX_NAME)),
    "taken": ("name", _("A stream already has this name. Choose another one.")),
    "streams": (
        "name",
        _("There are already %(most)s streams, the maximum: remove one first.", most=MAX_STREAMS),
    ),
    "term": ("terms", _("This line has no word to search for:")),
    "no_terms": ("terms", _("Enter at least one term to match.")),
    "length": ("terms", _("Enter at most %(most)s characters a line.", most=MAX_TERM_LENGTH)),
    "terms": ("terms", _("Enter at most %(most)s terms.", most=MAX_TERMS)),
    "language": ("languages", _("This is not a language code such as en:")),
}


_SOURCES = {
    SourceName.X: "X",
    SourceName.BLUESKY: "Bluesky",
    SourceName.MASTODON: "Mastodon",
    SourceName.FEED: _("RSS and Atom feeds"),
    SourceName.OTHER: _("Files and the API"),
}


def source_label(source: str) -> str:
    """Name a source of streams."""
    return str(_SOURCES[SourceName(source)]) if source in set(SourceName) else source


def stream_fault(error: StreamError) -> dict[str, str]:
    """Say what is wrong with the form of a stream, by the name of the field."""
    field, label = _STREAM_FAULTS[error.kind]
    detail = error.detail if error.kind in {"term", "language"} else ""
    return {field: f"{label} {detail}".strip()}


def upload_state(state: UploadState) -> str:
    """Name the state of an upload."""
    return str(_UPLOAD_STATES[state])


def upload_row_fault(fault: str) -> str:
    """Say why a row was refused, its column first."""
    return str(_ROW_FAULTS[RowFault(fault)])


def file_size(count: int) -> str:
    """Format a number of bytes in kB, MB or GB."""
    power = min(max(len(str(count)) - 1, 3) // 3, 3)
    unit = {1: _("kB"), 2: _("MB"), 3: _("GB")}[power]
    return f"{format_decimal(count / 1_000**power, '#,##0.#')} {unit}"


FILTERS: Mapping[str, Callable[..., object]] = {
    "file_size": file_size,
    "source_label": source_label,
    "upload_row_fault": upload_row_fault,
    "upload_state": upload_state,
}
