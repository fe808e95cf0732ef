"""Files of a batch: the upload, its result, and the first scored rows."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from airparadis.db.tables import BatchJob
from airparadis.files.writing import aside

FIRST_ROWS = "first.json"


def folder_of(instance_path: Path, job_id: int) -> Path:
    """Return the folder of a batch's files."""
    return instance_path / "batches" / str(job_id)


def upload_of(folder: Path) -> Path:
    """The file as it came."""
    return next(folder.glob("upload.*"), folder / "upload.gone")


def result_of(folder: Path, job: BatchJob) -> Path:
    """The file with what was scored."""
    return folder / f"result.{job.form}"


def write_first_rows(folder: Path, rows: Sequence[dict[str, Any]]) -> None:
    """Keep the first scored rows beside the result, with which they are deleted."""
    with aside(folder / FIRST_ROWS) as path:
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")


def first_rows(folder: Path) -> list[dict[str, Any]]:
    """Return the first scored rows; none if they are deleted or were never kept."""
    try:
        rows: list[dict[str, Any]] = json.loads((folder / FIRST_ROWS).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return []
    return rows


def remove_files(instance_path: Path, job_id: int) -> None:
    """Remove what there is of a batch, after its row says so."""
    shutil.rmtree(folder_of(instance_path, job_id), ignore_errors=True)
