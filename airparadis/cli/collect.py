"""The command `flask streams collect`: posts of Bluesky for a while, as JSON lines."""

import json
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import IO, Final

import click

from airparadis.cli.plain_errors import plain_errors
from airparadis.domain.radar.sources.bluesky import JETSTREAM_URL
from airparadis.domain.radar.sources.ingest_schema import IncomingTweet
from airparadis.domain.radar.texts.matching import Matcher, parse_terms
from airparadis.lib.clock import utc_now
from airparadis.lib.signals import StopSignal
from airparadis.services.radar.connectors.bluesky.collect import collect
from airparadis.services.radar.connectors.bluesky.jetstream import Jetstream
from airparadis.web.runtime import runtime

MAX_POSTS: Final = 1_000_000
"""About 300 MB of JSON lines."""


@click.command("collect")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, writable=True))
@click.option("--minutes", type=click.FloatRange(0.01, 24 * 60), default=60.0, show_default=True)
@click.option(
    "--posts",
    "limit",
    type=click.IntRange(1, MAX_POSTS),
    default=MAX_POSTS,
    show_default=True,
    help="Stop after this many posts.",
)
@click.option("--term", "terms", multiple=True, help="Only posts with a term; see docs/radar.md.")
@click.option("--url", help="Jetstream address. Default: that of the settings, or Bluesky's own.")
@plain_errors
def collect_posts(
    file: Path, minutes: float, limit: int, terms: tuple[str, ...], url: str | None
) -> None:
    """Write Bluesky posts to FILE as JSON lines, until Ctrl-C.

    `flask streams import` and `flask radar replay` read the file. It must not exist.
    """
    address = url or runtime().config.bluesky_jetstream_url or JETSTREAM_URL
    matcher = Matcher({0: parse_terms(terms)}) if terms else None
    stop = StopSignal()
    posts = collect(
        Jetstream(address),
        utc_now,
        lambda: not stop.is_given,
        stop.wait,
        timedelta(minutes=minutes),
    )
    wanted = (post for post in posts if matcher is None or matcher.match(post.text))
    try:
        with file.open("x", encoding="utf-8") as out:
            count = sum(_write(out, post) for post in islice(wanted, limit))
    except FileExistsError:
        raise click.ClickException(f"{file} exists already") from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    click.echo(f"{count:,} written")


def _write(out: IO[str], post: IncomingTweet) -> int:
    row = {
        "id": post.source_id,
        "text": post.text,
        "created_at": post.created_at.isoformat(),
        "author": post.author,
        "language": post.language,
    }
    out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 1
