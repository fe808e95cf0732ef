"""The commands `flask backup` and `flask restore`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from airparadis.cli import backup_files
from airparadis.cli.backup_files import Backup
from airparadis.cli.plain_errors import plain_errors
from airparadis.cli.restored_access import returned, say_returned
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
    """Back the database up into FILE, while the application runs."""
    made = backup_files.back_up(runtime().config, file)
    click.echo(_line(made))
    note_alone(Act.BACKED_UP, file)


@click.command()
@click.argument("file", type=FILE)
@with_appcontext
@plain_errors
def restore(file: Path) -> None:
    """Replace the database by the backup FILE; the old database is moved aside.

    The application must be stopped. All sessions end; accounts and keys that were closed since the
    backup, and come back with it, are listed.
    """
    restored, previous = backup_files.restore(runtime().config, file, utc_now())
    if not restored.is_older:  # an older log may lack columns, or the table
        note_alone(Act.RESTORED, file, kept=previous and previous.name)
    click.echo(_line(restored))
    if previous:
        click.echo(f"the previous database is {previous}")
    say_returned(returned(restored.path, previous), click.echo)
    if restored.is_older:
        click.echo("its tables are older than this code: the next start migrates them")


def _line(made: Backup) -> str:
    rows = ", ".join(f"{count} {table}" for table, count in made.rows.items())
    return f"{made.path}: {made.size / 2**20:.1f} MiB, revision {made.revision}; {rows}"


COMMANDS: tuple[click.Command, ...] = (backup, restore)
