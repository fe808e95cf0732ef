"""`flask backup` and `flask restore`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from airparadis.cli import backup_files
from airparadis.cli.backup_files import Backup
from airparadis.cli.plain_errors import plain_errors
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.web.access.auditing import note_alone
from airparadis.web.runtime import runtime

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
@plain_errors
def backup(file: Path) -> None:
    """Write everything that is stored into FILE, while the application runs."""
    made = backup_files.back_up(runtime().config, file)
    click.echo(_line(made))
    note_alone(Act.BACKED_UP, file)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
@plain_errors
def restore(file: Path) -> None:
    """Put the backup FILE in the database's place, and keep the old database beside it.

    The application must be stopped.
    """
    restored, kept = backup_files.restore(runtime().config, file, utc_now())
    if not restored.is_older:  # its log may have other columns, or there may be none
        note_alone(Act.RESTORED, file, kept=kept and kept.name)
    click.echo(_line(restored))
    if kept:
        click.echo(f"the database that was there is {kept}")
    if restored.is_older:
        click.echo("its tables are older than this code: the next start brings them up to date")


def _line(made: Backup) -> str:
    rows = ", ".join(f"{count} {table}" for table, count in made.rows.items())
    return f"{made.path}: {made.size / 2**20:.1f} MiB, revision {made.revision}; {rows}"


COMMANDS: tuple[click.Command, ...] = (backup, restore)
