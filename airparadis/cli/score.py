"""The command `python -m airparadis score`."""

from pathlib import Path
from typing import Any

import click

from airparadis.domain.file_faults import FileError
from airparadis.files.table import ReadOptions
from airparadis.lib.errors import AirParadisError


class _PathOrPipe(click.Path):
    def __init__(self) -> None:
        super().__init__(dir_okay=False, allow_dash=True, path_type=Path)


def command() -> click.Command:
    """Make the command."""

    @click.command("score")
    @click.argument("file", type=_PathOrPipe())
    @click.option(
        "--out",
        required=True,
        type=_PathOrPipe(),
        help="Output file; its extension sets the format.",
    )
    @click.option("--text-column", "--column", "column", help="Name of the column of tweets.")
    @click.option("--encoding", help="Of a text file: utf-8, cp1252, mac-roman, utf-16, …")
    @click.option(
        "--delimiter", help='Of a text file: one character, "tab", or "none" for one tweet a line.'
    )
    @click.option(
        "--header/--no-header",
        "has_header",
        default=None,
        help="Whether the first row is a header.",
    )
    @click.option("--sheet", help="Sheet of a workbook.")
    @click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 256))
    @click.option(
        "--model",
        type=click.Path(path_type=Path),
        help="Default: the model in production.",
    )
    @click.option("--safe-cells", is_flag=True, help="Escape cells that would run as formulas.")
    def score(
        file: Path,
        out: Path,
        processes: int,
        model: Path | None,
        safe_cells: bool,
        **told: Any,
    ) -> None:
        """Score the tweets of FILE: CSV, text, XLSX, Parquet or JSON, gzipped or not.

        `-` is a pipe. Options you leave out are guessed from the file; the report lists the
        guesses. The result has the columns of FILE and label, probability_negative,
        probability_positive, uncertain, neutral_probability, neutral, language, reason and
        model_version.
        """
        from airparadis.cli.score_file import Request, score_file  # imports numpy and the model

        try:
            wanted = Request(file, out, ReadOptions(**told), processes, safe_cells)
            score_file(wanted, _verified(model))
        except FileError as error:
            raise click.ClickException(f"{file}: {error}") from None
        except AirParadisError as error:
            raise click.ClickException(str(error)) from None
        except OSError as error:
            raise click.ClickException(f"{out}: {error.strerror or error}") from None

    return score


def _verified(model: Path | None) -> Path:
    from airparadis.config.settings import Config

    store = Config.from_env().model_store
    directory = model or store.served()
    store.verify(directory)
    return directory
