"""The commands `flask streams`: streams, imports of files, and the data of an author."""

import json
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import AppGroup

from airparadis.cli.collect import collect_posts
from airparadis.cli.plain_errors import plain_errors
from airparadis.cli.tweet_files import progress_bar, scoring
from airparadis.domain.audit import Act
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.retention import MAX_KEEP_DAYS
from airparadis.domain.radar.sources.names import SourceName
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.clock import utc_now
from airparadis.services.radar import privacy
from airparadis.services.radar import streams as services
from airparadis.services.radar.imports import importing
from airparadis.services.radar.imports.importing import Progress
from airparadis.services.radar.imports.older import count_older
from airparadis.services.radar.preparing import watched
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

streams = AppGroup("streams", help="Streams of tweets.")
streams.add_command(collect_posts)
COMMANDS: tuple[click.Command, ...] = (streams,)

MAX_FAULTS = 10
"""Refused rows that are printed."""


@streams.command("add")
@click.argument("name")
@click.option(
    "--term",
    "terms",
    multiple=True,
    required=True,
    help="Term to match, see docs/radar.md; repeatable.",
)
@click.option(
    "--language", "languages", multiple=True, help="Code such as en; repeatable. Default: any."
)
@click.option(
    "--sensitivity",
    type=click.Choice([level.value for level in Sensitivity]),
    default=Sensitivity.BALANCED.value,
    show_default=True,
)
@click.option(
    "--source",
    "sources",
    type=click.Choice([source.value for source in SourceName]),
    multiple=True,
    help="Repeatable. Default: any.",
)
@plain_errors
def add(
    name: str,
    terms: tuple[str, ...],
    languages: tuple[str, ...],
    sensitivity: str,
    sources: tuple[str, ...],
) -> None:
    """Add a stream and the stored tweets that match it."""
    session = db.session()
    stream = services.add(
        session,
        name,
        terms,
        utc_now(),
        languages=languages,
        sensitivity=Sensitivity(sensitivity),
        sources=sources,
    )
    note(Act.STREAM_ADDED, stream.name)
    session.commit()
    while services.look_back(session, stream):
        session.commit()
    session.commit()
    click.echo(f"{stream.name}: {', '.join(stream.terms)}")


@streams.command("list")
def list_streams() -> None:
    """List every stream and its terms."""
    for stream in services.all_streams(db.session()):
        click.echo(f"{stream.name}\t{stream.sensitivity}\t{', '.join(stream.terms)}")


@streams.command("remove")
@click.argument("name")
@plain_errors
def remove(name: str) -> None:
    """Delete a stream, its counts and its incidents. Tweets stay."""
    session = db.session()
    services.remove(session, services.find_by_name(session, name))
    note(Act.STREAM_REMOVED, name)
    session.commit()
    click.echo(f"{name}: removed")


@streams.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
@click.option(
    "--keep-days",
    type=click.IntRange(1, MAX_KEEP_DAYS),
    help="Days from today that texts are kept, whatever their age; the file is then read once.",
)
@plain_errors
def import_file(file: Path, processes: int, keep_days: int | None) -> None:
    """Score and store the tweets of FILE: CSV, Excel, Parquet or JSON, gzipped or not.

    After an interruption, run it again: it resumes where it stopped. Tweets that are already
    stored are skipped.
    """
    session, opened, total = db.session(), TweetFile(file), Progress()
    if keep_days is None:
        _say_what_is_old(opened)
    with scoring(watched(session), processes) as prepare, progress_bar(opened) as show_progress:
        for progress in importing.import_file(
            session, opened, prepare, utc_now(), keep_days=keep_days
        ):
            show_progress()
            total = progress
    note(Act.TWEETS_IMPORTED, file.name, new=total.new, keep_days=keep_days)
    session.commit()
    click.echo(
        f"{total.new} new, {total.known} known, {total.refused} refused; "
        f"{total.matched} in a stream"
    )
    for fault in total.faults[:MAX_FAULTS]:
        click.echo(f"row {fault.number}: {fault.error}", err=True)
    if total.refused > MAX_FAULTS:
        click.echo(f"and {total.refused - MAX_FAULTS} more", err=True)


def _say_what_is_old(file: TweetFile) -> None:
    """Say before an import how many of the tweets are older than their texts are kept."""
    days = runtime().config.radar_retention_days
    old = count_older(file, timedelta(days=days), utc_now())
    if old:
        click.echo(
            f"{old:,} tweets are older than {days} days: only counts are kept of them "
            "(RADAR_RETENTION_DAYS; --keep-days keeps texts for longer)",
            err=True,
        )


@streams.command("forget")
@click.option("--author", help="Author whose tweets are deleted.")
@click.option("--tweet", nargs=2, help="Source and identifier of the tweet to delete.")
@plain_errors
def forget(author: str | None, tweet: tuple[str, str] | None) -> None:
    """Delete the tweets of an author, or one tweet. Counts stay: they name nobody."""
    if (author is None) == (tweet is None):
        raise click.UsageError("give exactly one of --author and --tweet")
    session = db.session()
    if tweet:
        deleted = privacy.forget_tweet(session, *tweet)
    else:
        deleted = privacy.forget_author(session, author or "")
    note(Act.TWEETS_ERASED, deleted=deleted)  # the author is forgotten as well
    session.commit()
    click.echo(f"{deleted} deleted")


@streams.command("export")
@click.option("--author", required=True, help="Author whose tweets are printed.")
def export(author: str) -> None:
    """Print everything that is stored about an author, as JSON lines."""
    note_alone(Act.TWEETS_EXPORTED)  # the author stays out of the log
    for row in privacy.held_on(db.session(), author):
        click.echo(json.dumps(row, ensure_ascii=False))
