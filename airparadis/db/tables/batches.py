"""The table of batches: files that were uploaded to be scored."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from airparadis.db.base import Base, value_enum
from airparadis.domain.batches.batch import BatchState
from airparadis.domain.batches.file_format import FileFormat
from airparadis.domain.file_faults import FileFault


class BatchJob(Base):
    """A file of tweets that somebody uploaded; a worker scores it, chunk by chunk."""

    __tablename__ = "batch_job"
    __table_args__ = (Index("ix_batch_job_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[BatchState] = mapped_column(value_enum(BatchState))
    name: Mapped[str] = mapped_column(String(200))
    form: Mapped[FileFormat] = mapped_column(value_enum(FileFormat))
    size: Mapped[int] = mapped_column(BigInteger)
    """Bytes of the upload."""
    requested_by: Mapped[str] = mapped_column(String(254))
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    claimed_by: Mapped[str | None] = mapped_column(String(200))
    """The worker that has it."""
    heard_at: Mapped[datetime | None]
    """Time of the worker's last heartbeat."""

    encoding: Mapped[str | None] = mapped_column(String(40))
    delimiter: Mapped[str | None] = mapped_column(String(4))
    has_header: Mapped[bool | None]
    sheet: Mapped[str | None] = mapped_column(String(100))
    """Sheet of a workbook that is read."""
    sheets: Mapped[list[str] | None] = mapped_column(JSON)
    """The sheets to choose from."""
    columns: Mapped[list[str] | None] = mapped_column(JSON)
    preview: Mapped[list[list[str]] | None] = mapped_column(JSON)
    """The first rows, for people to choose the column by."""
    column: Mapped[str | None] = mapped_column(Text)
    """The one with the tweets."""
    guard: Mapped[bool] = mapped_column(default=True)
    """Whether cells of a CSV result are made safe for spreadsheets."""

    model_version: Mapped[str | None] = mapped_column(String(80))
    rows_total: Mapped[int | None]
    """Number of rows, an estimate until all are read."""
    rows_scored: Mapped[int] = mapped_column(default=0)
    rows_written: Mapped[int] = mapped_column(default=0)
    notes: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Repairs and omissions (`files.notes.Notes`)."""
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    fault: Mapped[FileFault | None] = mapped_column(value_enum(FileFault))
    detail: Mapped[str] = mapped_column(Text, default="")
    files_deleted_at: Mapped[datetime | None]

    @property
    def has_result(self) -> bool:
        """Whether there is something to download."""
        return self.state is BatchState.DONE and self.files_deleted_at is None

    @property
    def share(self) -> float | None:
        """Share of the work that is done: scoring is nine tenths of it, writing the rest."""
        if not self.rows_total:
            return None
        done = 0.9 * self.rows_scored + 0.1 * self.rows_written
        return min(done / self.rows_total, 1.0)
