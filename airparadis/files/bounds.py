"""Limits on what is read of a file, the same for every format."""

from dataclasses import dataclass

MAX_COLUMNS = 1_000
"""More than a page can offer to choose from; no export of tweets has a tenth of them."""

MAX_ROW = 1_000_000
"""Characters of a row. A tweet has at most 25,000; one that never ends would fill all memory."""

MAX_RECORD = 16_000_000
"""Characters of a JSON value: a page of X's API holds a hundred tweets with all they refer to."""

MAX_SHEETS = 200

MAX_SHEET_ROWS = 1_048_576
"""Excel's own limit."""

MAX_SHARED_STRINGS = 10_000_000
"""Ten for each row that a sheet may have."""

MAX_UNPACKED_MB = 2_000
"""Total of all parts of a workbook; a million long tweets have 400."""

MAX_GROUP_MB = 4_000
"""Unpacked size of a Parquet row group; writers make them of a few hundred."""

UNPACKING_SLACK = 100_000_000
MAX_UNPACKING_RATIO = 100
"""Ratio of unpacked to packed bytes, beyond the slack; tweets are packed to a third or a fifth."""

MAX_NAMED = 200
"""Rows, lines or sheets that a report names; the others are only counted."""

BLOCK_ROWS = 2_000
BLOCK_CHARACTERS = 4_000_000
"""Rows that travel together: so many, or as soon as they have this many characters."""

COLUMNS_FROM = 24_000_000
"""Size from which text is parsed in columns: to load Arrow takes as long as they would save."""

SAMPLE_BYTES = 256 * 1024
SAMPLE_ROWS = 200
"""Size of the sample from which a file's layout is guessed."""

PREVIEW_ROWS = 50
"""Rows of the sample that a reader returns with the layout."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The resources that reading one file may use."""

    memory_mb: int = 2_000
    """The child's address space, libraries included, which alone take some 400."""
    processor_seconds: int = 900
    """Total CPU time; a workbook of a million rows takes about 100."""
    patience: float = 60.0
    """Seconds of waiting for the next block while nothing arrives."""


WHILE_WAITING = Limits(memory_mb=1_200, processor_seconds=20, patience=20.0)
"""Limits for a file read while a page waits for it, and a thread of the server with it."""
