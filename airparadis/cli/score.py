"""The command `python -m airparadis score`."""

from pathlib import Path
from typing import Any

import click

from airparadis.domain.batches.faults import BatchError
from airparadis.files.legacy.files import Told
from airparadis.lib.errors import AirParadisError


class _PathOrPipe(click.Path):
    def __init__(self) -> None:
        super().__init__(dir_okay=False, allow_dash=True, path_type=Path)


def command() -> click.Command:
    """Make the command."""

    @click.command("score")
    @click.argument("file", type=_PathOrPipe())
    @click.option("--out", required=True, type=_PathOrPipe(), help="Result, in the same format.")
    @click.option("--column", help="Name of the column with the tweets. Default: guessed.")
    @click.option("--encoding", help="Encoding of a CSV file. Default: UTF-8, else Windows-1252.")
    @click.option("--delimiter", help="Delimiter of a CSV file. Default: guessed.")
    @click.option("--header/--no-header", "has_header", default=None, help="Default: guessed.")
    @click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 256))
    @click.option(
        "--model",
        type=click.Path(path_type=Path),
        help="Default: the served one.",
    )
    @click.option("--safe-cells", is_flag=True, help="Escape cells that would run as formulas.")
    def score(
        file: Path,
        out: Path,
        column: str | None,
        processes: int,
        model: Path | None,
        safe_cells: bool,
        **told: Any,
    ) -> None:
        """Score the tweets of FILE: CSV, XLSX or Parquet; `-` is a CSV pipe.

        The result has the columns of FILE and label, probability_negative, probability_positive,
        uncertain, reason and model_version.
        """
        from airparadis.cli.score_file import Request, score_file  # imports numpy and the model

        try:
            wanted = Request(file, out, column, Told(**told), processes, safe_cells)
            score_file(wanted, model or _served())
        except BatchError as error:
            raise click.ClickException(f"{file}: {error}") from None
        except AirParadisError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            raise click.ClickException(f"{out}: {error.strerror or error}") from None

    return score


def _served() -> Path:
    from airparadis.config.settings import Config

    return Config.from_env().model_store.served()
