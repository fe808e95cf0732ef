"""The tables of docs/radar.md.

    python -m benchmarks.radar --sentiment140 sentiment140.parquet \\
        --airlines us_airline_tweets_2015.csv.gz --processes 2

Sentiment140, in the time zone of its tweets (Pacific): 6 April to 10 May 2009 chose the thresholds,
11 May to 15 June is reported. Tweets that match no stream are the background. The airlines are
read without one: all their tweets name an airline.
"""

import argparse
import tempfile
from datetime import datetime
from pathlib import Path

from airparadis.domain.radar.backtest import replay
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.series import Series
from airparadis.files.tweets.moments import PACIFIC
from airparadis.ml.artifact import BUNDLED_MODEL, read_verified
from benchmarks.radar.airlines import february
from benchmarks.radar.collection import (
    AIR_FRANCE,
    END,
    HALF,
    QUIET,
    SEED,
    UNSEEN,
    Watching,
    describe,
    pacific,
    read_scored,
)
from benchmarks.radar.injected import injections
from benchmarks.radar.quiet import quiet_streams

BACKGROUNDS = ("ikea", "starbucks", "coffee")
BEGIN = datetime(2009, 4, 6, tzinfo=PACIFIC)
CRASH = datetime(2009, 6, 1, tzinfo=PACIFIC)


def air_france(series: Series, first: datetime) -> None:
    """Print the alerts of 1 June 2009."""
    alerts = replay(series, Sensitivity.BALANCED)
    on_the_day = [alert for alert in alerts if alert.at >= CRASH]
    print(f"\n## Air France, 1 June 2009\nfirst tweet of the day {pacific(first)}")
    print(f"alerts before that day: {len(alerts) - len(on_the_day)}")
    print(f"delay to the first alert: {on_the_day[0].at - first}")
    for alert in on_the_day:
        print("-", describe(alert))


def sentiment140(file: Path, processes: int, cache: Path) -> None:
    """Print the tables on the uneven collection of 2009."""
    crash = Watching({"air france": AIR_FRANCE} | dict(QUIET), 1)
    unseen = Watching(UNSEEN, 1001)
    first = END
    for scored in read_scored(file, crash.terms | unseen.terms, processes, cache):
        at = scored.tweet.created_at
        if at < END:
            crash.add(scored)
            unseen.add(scored)
            if at >= CRASH and crash.numbers["air france"] in scored.streams:
                first = min(first, at)
    air_france(crash.series("air france"), first)
    del crash.numbers["air france"]  # not a quiet stream
    quiet_streams(crash, HALF, "in view while rules were settled")
    quiet_streams(unseen, HALF, "never looked at before")
    quiet_streams(unseen, BEGIN, "never looked at before")
    injections(crash, BACKGROUNDS, 0)
    injections(unseen, UNSEEN, SEED)


def main() -> None:
    """Print the tables of docs/radar.md."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sentiment140", type=Path)
    parser.add_argument("--airlines", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument(
        "--scores",
        type=Path,
        default=Path(tempfile.gettempdir(), "airparadis-scores"),
        help="folder in which a model's scores are stored for the next run",
    )
    options = parser.parse_args()
    print("model", read_verified(BUNDLED_MODEL).version)
    if options.airlines:
        february(options.airlines, options.processes, options.scores)
    if options.sentiment140:
        sentiment140(options.sentiment140, options.processes, options.scores)


if __name__ == "__main__":
    main()
