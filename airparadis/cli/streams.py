"""`flask streams`: what is watched, tweets from files, and what is held on whom."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.cli.preparing import file_bar, preparing
from airparadis.domain.audit import Act
from airparadis.domain.radar.enums import Sensitivity
from airparadis.files.legacy.tweets import TweetFile
from airparadis.lib.clock import utc_now
from airparadis.services.radar import importing, privacy
from airparadis.services.radar import streams as services
from airparadis.services.radar.importing import Progress
from airparadis.services.radar.preparing import watched
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.extensions import db

streams = AppGroup("streams", help="Streams of tweets: what is watched.")
COMMANDS: tuple[click.Command, ...] = (streams,)

MAX_NAMED = 10
"""Refused rows that the terminal names."""


@streams.command("add")
@click.argument("name")
@click.option("--term", "terms", multiple=True, required=True, help="See docs/radar.md; repeat.")
@click.option("--language", "languages", multiple=True, help="Such as en; any if left out.")
@click.option(
    "--sensitivity",
    type=click.Choice([each.value for each in Sensitivity]),
    default=Sensitivity.BALANCED.value,
    show_default=True,
)
@plain_errors
def add(name: str, terms: tuple[str, ...], languages: tuple[str, ...], sensitivity: str) -> None:
    """Watch something new; stored tweets that match join it."""
    session = db.session()
    stream = services.add(
        session,
        name,
        terms,
        utc_now(),
        languages=languages,
        sensitivity=Sensitivity(sensitivity),
    )
    note(Act.STREAM_ADDED, stream.name)
    session.commit()
    while services.look_back(session, stream):
        session.commit()
    session.commit()
    click.echo(f"{stream.name}: {', '.join(stream.terms)}")


@streams.command("list")
def list_streams() -> None:
    """Every stream and its terms."""
    for each in services.all_streams(db.session()):
        click.echo(f"{each.name}\t{each.sensitivity}\t{', '.join(each.terms)}")


@streams.command("remove")
@click.argument("name")
@plain_errors
def remove(name: str) -> None:
    """Forget a stream, its counts and its incidents. Tweets stay."""
    session = db.session()
    services.remove(session, services.find_by_name(session, name))
    note(Act.STREAM_REMOVED, name)
    session.commit()
    click.echo(f"{name}: removed")


@streams.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
@plain_errors
def import_file(file: Path, processes: int) -> None:
    """Score and store the tweets of FILE: CSV, JSON lines or Parquet, gzipped or not.

    Run again after an interruption, it goes on where it was; tweets that are stored already are
    skipped.
    """
    session, opened, total = db.session(), TweetFile(file), Progress()
    with preparing(watched(session), processes) as prepare, file_bar(opened) as show:
        for progress in importing.import_file(session, opened, prepare, utc_now()):
            show()
            total = progress
    note(Act.TWEETS_IMPORTED, file.name, new=total.new)
    session.commit()
    click.echo(
        f"{total.new} new, {total.known} known, {total.refused} refused; "
        f"{total.matched} in a stream"
    )
    for each in total.faults[:MAX_NAMED]:
        click.echo(f"row {each.number}: {each.error}", err=True)
    if total.refused > MAX_NAMED:
        click.echo(f"and {total.refused - MAX_NAMED} more", err=True)


@streams.command("forget")
@click.option("--author", help="Account whose tweets are deleted.")
@click.option("--tweet", nargs=2, help="Source and identifier of the tweet to delete.")
@plain_errors
def forget(author: str | None, tweet: tuple[str, str] | None) -> None:
    """Delete an account's tweets, or one tweet. Counts stay: they name nobody."""
    if (author is None) == (tweet is None):
        raise click.UsageError("give exactly one of --author and --tweet")
    session = db.session()
    if tweet:
        deleted = privacy.forget_tweet(session, *tweet)
    else:
        deleted = privacy.forget_author(session, author or "")
    note(Act.TWEETS_ERASED, deleted=deleted)  # whose they were is forgotten, too
    session.commit()
    click.echo(f"{deleted} deleted")


@streams.command("export")
@click.option("--author", required=True, help="Account whose tweets are printed.")
def export(author: str) -> None:
    """Print everything that is stored on an account, as JSON lines."""
    note_alone(Act.TWEETS_EXPORTED)  # whose they are stays between them and us
    for each in privacy.held_on(db.session(), author):
        click.echo(json.dumps(each, ensure_ascii=False))
