"""The command `flask radar replay`: run past tweets through the detection."""

import time
from datetime import datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.cli.tweet_files import progress_bar, scoring
from airparadis.domain.radar.backtest import Alert, Recorder, replay
from airparadis.domain.radar.drawing import draw
from airparadis.files.tweets.reading import TweetFile
from airparadis.lib.clock import utc_now
from airparadis.services.radar import streams
from airparadis.services.radar.imports.importing import Batches, Progress
from airparadis.services.radar.preparing import Watched
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

radar = AppGroup("radar", help="The radar: bursts in streams.")
COMMANDS: tuple[click.Command, ...] = (radar,)

BATCH_SIZE = 4_000


@radar.command("replay")
@click.option("--stream", "name", required=True, help="Name of a stream.")
@click.option(
    "--data",
    "file",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="CSV, JSON lines or Parquet, as for `flask streams import`.",
)
@click.option(
    "--speed", type=click.FloatRange(0), default=0, help="Multiple of real time; 0 means no delay."
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Draw volume, usual band and alerts into this SVG file.",
)
@click.option("--processes", type=click.IntRange(1, 64), default=1, show_default=True)
@plain_errors
def replay_file(name: str, file: Path, speed: float, plot: Path | None, processes: int) -> None:
    """Print the alerts that a stream would have raised for FILE, at the times of its tweets.

    Nothing is stored. Tweets of the file that match no stream are the background.
    """
    stream = streams.find_by_name(db.session(), name)
    wanted = Watched({stream.id: stream.terms}, {stream.id: frozenset(stream.languages)})
    recorder = _record(TweetFile(file), wanted, processes)
    series = recorder.series(stream.id, runtime().config.timezone)
    total = int(series.counts.tweets.sum())
    click.echo(f"{name}: {total} of {total + int(series.counts.background.sum())} tweets")
    previous: datetime | None = None
    alerts = replay(series, stream.sensitivity)
    if plot:
        zone = ZoneInfo(runtime().config.timezone)
        plot.write_text(draw(f"{name}: {total:,} tweets", series, alerts, zone), "utf-8")
    for alert in alerts:
        _wait(previous, alert.at, speed)
        previous = alert.at
        click.echo(_line(alert))


def _record(file: TweetFile, wanted: Watched, processes: int) -> Recorder:
    recorder = Recorder()
    with scoring(wanted, processes) as prepare, progress_bar(file) as show_progress:
        for _, prepared in prepare(_batches(file)):
            for tweet in prepared:
                recorder.add(tweet.tweet.created_at, tweet.label, tweet.streams)
            show_progress()
    return recorder


def _batches(file: TweetFile) -> Batches:
    tweets = file.tweets(utc_now())
    while batch := list(islice(tweets, BATCH_SIZE)):
        yield Progress(), batch


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(runtime().config.timezone))


def _wait(previous: datetime | None, at: datetime, speed: float) -> None:
    if speed and previous is not None:
        time.sleep((at - previous).total_seconds() / speed)


def _line(alert: Alert) -> str:
    evidence = alert.burst.evidence
    minutes = int(evidence.window.total_seconds()) // 60
    return (
        f"{_local(alert.at):%Y-%m-%d %H:%M %Z} to {_local(alert.until):%m-%d %H:%M}  "
        f"severity {alert.burst.severity}  {evidence.signal}: {evidence.tweets} tweets in "
        f"{minutes} min (usually {evidence.usual_tweets:.1f}), {evidence.negative} negative "
        f"(usually {evidence.usual_negative:.1f})"
    )
