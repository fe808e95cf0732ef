"""How soon the radar tells, and how often for nothing.

    python -m benchmarks.radar --sentiment140 sentiment140.parquet \\
        --airlines us_airline_tweets_2015.csv.gz --processes 2

Sentiment140, by the clock of its tweets (Pacific): 6 April to 10 May 2009 chose the thresholds, 11
May to 15 June is reported. Everything that names no stream is the background. The airlines are
read without one: all their tweets name an airline.
"""

import argparse
import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import numpy as np

from airparadis.artifact import BUNDLED_MODEL
from airparadis.classifier import Label
from airparadis.radar.detection import scan
from airparadis.radar.expectation import Expectation, expect
from airparadis.radar.files import TweetFile
from airparadis.radar.formats import PACIFIC
from airparadis.radar.incoming import IncomingTweet
from airparadis.radar.reasons import Reason, reason_of, reasons_of
from airparadis.radar.replay import Alert, Recorder, replay
from airparadis.radar.series import TICKS_PER_HOUR, Series
from airparadis.radar.vocabulary import HOUR, TICK, Sensitivity
from airparadis.services.radar.pool import PreparingPool
from airparadis.services.radar.preparing import Prepared, Watched

AIR_FRANCE = ("air france", "@airfrance", "af447")
QUIET = {
    **{word: (word,) for word in ("coffee", "pizza", "headache", "dentist", "guitar", "bus")},
    "rain": ("rain", "raining"),
    "walmart": ("walmart", "wal mart"),
    "mcdonalds": ("mcdonalds", "mcdonald s"),
    **{brand: (brand,) for brand in ("starbucks", "ikea", "netflix")},
}
AIRLINES = {
    "Virgin America": ("@virginamerica",),
    "United": ("@united",),
    "Southwest": ("@southwestair",),
    "Delta": ("@jetblue", "@delta"),
    "US Airways": ("@usairways",),
    "American": ("@americanair",),
}
LABELLED = {
    "Late Flight": Reason.LATE,
    "Cancelled Flight": Reason.CANCELLED,
    "Lost Luggage": Reason.LUGGAGE,
    "Damaged Luggage": Reason.LUGGAGE,
    "Customer Service Issue": Reason.SERVICE,
    "Bad Flight": Reason.FLIGHT,
    "Flight Booking Problems": Reason.BOOKING,
    "Flight Attendant Complaints": Reason.CREW,
    "longlines": Reason.QUEUE,
}
"""The airline set's reasons as ours."""

HALF = datetime(2009, 5, 11, tzinfo=PACIFIC)
END = datetime(2009, 6, 16, tzinfo=PACIFIC)
PACIFIC_SUMMER, PACIFIC_WINTER = -7, -8
BATCH = 4_000
INJECTIONS = 60
SIZES = (10, 30, 100)
BACKGROUNDS = ("ikea", "starbucks", "coffee")
MEAN_DELAY = timedelta(minutes=20)
"""Of an injected tweet: a burst comes fast and thins out."""

NEGATIVE_SHARE = 0.9
PATIENCE = timedelta(hours=6)
"""A burst that is not told by then is missed."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one injected burst."""

    delay: timedelta | None
    """From its first tweet to the alarm; None if it was missed."""


def prepared(file: Path, terms: dict[int, tuple[str, ...]], processes: int) -> Iterator[Prepared]:
    """The tweets of a file, scored by the bundled model and matched."""
    wanted = Watched(terms, dict.fromkeys(terms, frozenset()))
    with PreparingPool[None](BUNDLED_MODEL, wanted, processes) as pool:
        for _, batch in pool.prepare(batches(TweetFile(file))):
            yield from batch


def batches(file: TweetFile) -> Iterator[tuple[None, list[IncomingTweet]]]:
    """The tweets of a file, some at a time."""
    tweets = file.tweets(datetime.now(UTC))
    while batch := list(islice(tweets, BATCH)):
        yield None, batch


def pacific(moment: datetime) -> str:
    """As the clock on the wall had it."""
    return f"{moment.astimezone(PACIFIC):%d %b %H:%M}"


def describe(alert: Alert) -> str:
    """An alert in a line."""
    found = alert.burst.evidence
    return (
        f"{pacific(alert.at)} to {pacific(alert.until)}, severity {alert.burst.severity}: "
        f"{found.tweets} tweets in {found.window // timedelta(minutes=1)} min "
        f"(usually {found.usual_tweets:.1f}), {found.negative} negative, by {found.signal}"
    )


def air_france(series: Series, first: datetime) -> None:
    """1 June 2009."""
    alerts = replay(series, Sensitivity.BALANCED)
    day = datetime(2009, 6, 1, tzinfo=PACIFIC)
    on_the_day = [each for each in alerts if each.at >= day]
    print(f"\n## Air France, 1 June 2009\nfirst tweet of the day {pacific(first)}")
    print(f"alerts before that day: {len(alerts) - len(on_the_day)}")
    print(f"delay to the first alert: {on_the_day[0].at - first}")
    for each in on_the_day:
        print("-", describe(each))


def quiet_streams(recorder: Recorder, names: dict[int, str]) -> None:
    """False alarms per stream-month: of the calendar, and of hours with a collection."""
    print("\n## Quiet streams, 11 May to 15 June 2009\n")
    print("| stream | tweets | sensitive | balanced | strict |\n| --- | --: | --: | --: | --: |")
    totals = Counter[Sensitivity]()
    observed = 0.0
    for number, name in names.items():
        series = recorder.series(number, PACIFIC_SUMMER)
        later = (int(HALF.timestamp()) // 3600 - series.start) * TICKS_PER_HOUR
        observed += float((series.hours.background[later // TICKS_PER_HOUR :] >= 50).sum()) / 720
        counts = []
        for level in Sensitivity:
            alerts = [each for each in replay(series, level) if each.at >= HALF]
            counts.append(len(alerts))
            totals[level] += len(alerts)
        tweets = int(series.ticks.tweets[later:].sum())
        print(f"| {name} | {tweets} | {' | '.join(map(str, counts))} |")
    months = len(names) * ((END - HALF) / timedelta(days=30))
    for level in Sensitivity:
        print(
            f"{level}: {totals[level]} alarms, {totals[level] / months:.2f} a stream-month of the "
            f"calendar, {totals[level] / observed:.2f} of observed hours"
        )


def injections(recorder: Recorder, names: dict[int, str]) -> None:
    """Bursts of tweets put into real streams at random times of the held-out half."""
    print("\n## Injected bursts (balanced)\n")
    print("| background | tweets an hour | burst | detected | median delay | 90 % within |")
    print("| --- | --: | --: | --: | --: | --: |")
    numbers = {name: number for number, name in names.items()}
    for name in BACKGROUNDS:
        series = recorder.series(numbers[name], PACIFIC_SUMMER)
        usual = expect(series)
        busy = series.hours.background >= 500
        for size in SIZES:
            rng = np.random.default_rng(size)
            trials = [inject(series, usual, busy, size, rng) for _ in range(INJECTIONS)]
            delays = sorted(each.delay for each in trials if each.delay is not None)
            per_hour = series.hours.tweets[busy].mean()
            found = f"{len(delays) / len(trials):.0%}"
            print(
                f"| {name} | {per_hour:.1f} | {size} | {found} | {quantile(delays, 0.5)} | "
                f"{quantile(delays, 0.9)} |"
            )


def quantile(delays: list[timedelta], share: float) -> str:
    """A delay in minutes, a dash if there is none."""
    if not delays:
        return "–"
    minutes = [each / timedelta(minutes=1) for each in delays]
    return f"{np.quantile(minutes, share):.0f} min"


def inject(
    series: Series,
    usual: Expectation,
    busy: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    size: int,
    rng: np.random.Generator,
) -> Trial:
    """Put one burst in, and look whether an alarm follows that would not have come without it."""
    half = int(HALF.timestamp()) // 3600 - series.start
    hours = np.flatnonzero(busy[: -(PATIENCE // HOUR)])
    begin = int(rng.choice(hours[hours >= half])) * TICKS_PER_HOUR + int(rng.integers(12))
    offsets = np.sort(rng.exponential(MEAN_DELAY / TICK, size))
    ticks = begin + (offsets - offsets[0]).astype(int)
    start, end = begin - 96 * TICKS_PER_HOUR, begin + PATIENCE // TICK
    ticks = ticks[ticks < end] - start
    part, known = series.ticks.part(start, end), usual.part(start, end)
    more = np.bincount(ticks, minlength=end - start).astype(float)
    angry = rng.binomial(more.astype(int), NEGATIVE_SHARE).astype(float)
    hot = replace(
        part,
        tweets=part.tweets + more,
        scored=part.scored + more,
        negative=part.negative + angry,
    )
    hour = series.start + start // TICKS_PER_HOUR
    before = scan(Series(hour, part, series.zone_offset_hours), known)
    after = scan(Series(hour, hot, series.zone_offset_hours), known)
    threshold = Sensitivity.BALANCED.threshold
    is_new = (after.highest >= threshold) & (before.highest < threshold)
    told = np.flatnonzero(is_new[begin - start :])
    return Trial((int(told[0]) + 1) * TICK if len(told) else None)


def airlines(recorder: Recorder, tweets: Iterable[Prepared], reasons: dict[str, str]) -> None:
    """The alerts of February 2015, and what was blamed during each."""
    print("\n## Six airlines, 16 to 24 February 2015 (balanced)\n")
    kept = list(tweets)
    for number, name in enumerate(AIRLINES, start=1):
        series = recorder.series(number, PACIFIC_WINTER)
        days = series.ticks.negative[8 * TICKS_PER_HOUR :]
        by_day = [int(days[d : d + 288].sum()) for d in range(0, len(days), 288)]
        print(f"{name}: negative by day {by_day}")
        for alert in replay(series, Sensitivity.BALANCED):
            within = [
                each
                for each in kept
                if number in each.streams
                and each.label is Label.NEGATIVE
                and alert.at - alert.burst.evidence.window <= each.tweet.created_at <= alert.until
            ]
            named = reasons_of(each.tweet.text for each in within).most_common(3)
            people = Counter(
                reason for each in within if (reason := reasons.get(each.tweet.source_id))
            )
            print("-", describe(alert))
            print("  words:", ", ".join(f"{reason} {count}" for reason, count in named))
            print("  people:", ", ".join(f"{r} {c}" for r, c in people.most_common(3)))


def reason_agreement(rows: list[dict[str, str]]) -> None:
    """How often the words tell the reason that people gave."""
    labelled = [row for row in rows if row["negativereason"] in LABELLED]
    found = [(reason_of(row["text"]), LABELLED[row["negativereason"]]) for row in labelled]
    named = [(ours, theirs) for ours, theirs in found if ours]
    right = sum(ours is theirs for ours, theirs in named)
    print(
        f"\nreasons: {len(named)} of {len(found)} labelled tweets are given one, "
        f"{right / len(named):.1%} of them the reason that people gave"
    )


def sentiment140(file: Path, processes: int) -> None:
    """Everything on the uneven collection of 2009."""
    names = dict(enumerate(QUIET, start=2))
    terms = {1: AIR_FRANCE} | {number: QUIET[name] for number, name in names.items()}
    recorder, first = Recorder(), END
    for each in prepared(file, terms, processes):
        at = each.tweet.created_at
        if at >= END:
            continue
        recorder.add(at, each.label, each.streams)
        if 1 in each.streams and at >= datetime(2009, 6, 1, tzinfo=PACIFIC):
            first = min(first, at)
    air_france(recorder.series(1, PACIFIC_SUMMER), first)
    quiet_streams(recorder, names)
    injections(recorder, names)


def february(file: Path, processes: int) -> None:
    """Everything on the airlines of 2015."""
    with gzip.open(file, "rt", newline="") as text:
        rows = list(csv.DictReader(text))
    tweets = list(prepared(file, dict(enumerate(AIRLINES.values(), start=1)), processes))
    recorder = Recorder()
    for each in tweets:
        recorder.add(each.tweet.created_at, each.label, each.streams)
    airlines(recorder, tweets, {row["tweet_id"]: row["negativereason"] for row in rows})
    reason_agreement(rows)


def main() -> None:
    """Print the tables of docs/radar.md."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--sentiment140", type=Path)
    parser.add_argument("--airlines", type=Path)
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.airlines:
        february(chosen.airlines, chosen.processes)
    if chosen.sentiment140:
        sentiment140(chosen.sentiment140, chosen.processes)


if __name__ == "__main__":
    main()
