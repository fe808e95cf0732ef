"""Six airlines in a week of winter storms, and what words say is blamed against what people say."""

import csv
import gzip
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from airparadis.domain.predictions.label import Label
from airparadis.domain.radar.backtest import Alert, Recorder, replay
from airparadis.domain.radar.complaint_topics import Reason, reason_of, reasons_of
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.series import TICKS_PER_HOUR
from benchmarks.radar.collection import PACIFIC_WINTER, Scored, describe, scored

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


def february(file: Path, processes: int, folder: Path) -> None:
    """Everything on the airlines of 2015."""
    with gzip.open(file, "rt", newline="") as text:
        rows = list(csv.DictReader(text))
    tweets = list(scored(file, dict(enumerate(AIRLINES.values(), start=1)), processes, folder))
    recorder = Recorder()
    for each in tweets:
        recorder.add(each.tweet.created_at, each.label, each.streams)
    _alerts(recorder, tweets, {row["tweet_id"]: row["negativereason"] for row in rows})
    _agreement(rows)


def _alerts(recorder: Recorder, tweets: Sequence[Scored], reasons: dict[str, str]) -> None:
    """The alerts of February 2015, and what was blamed during each."""
    print("\n## Six airlines, 16 to 24 February 2015 (balanced)\n")
    for number, name in enumerate(AIRLINES, start=1):
        series = recorder.series(number, PACIFIC_WINTER)
        days = series.counts.negative[8 * TICKS_PER_HOUR :]
        by_day = [int(days[d : d + 288].sum()) for d in range(0, len(days), 288)]
        print(f"{name}: negative by day {by_day}")
        ours = [each for each in tweets if number in each.streams and each.label is Label.NEGATIVE]
        for alert in replay(series, Sensitivity.BALANCED):
            _blamed(alert, ours, reasons)


def _blamed(alert: Alert, negative: Sequence[Scored], reasons: dict[str, str]) -> None:
    begin = alert.at - alert.burst.evidence.window
    within = [each.tweet for each in negative if begin <= each.tweet.created_at <= alert.until]
    named = reasons_of(each.text for each in within).most_common(3)
    people = Counter(filter(None, (reasons.get(each.source_id) for each in within)))
    print("-", describe(alert))
    print("  words:", ", ".join(f"{reason} {count}" for reason, count in named))
    print("  people:", ", ".join(f"{reason} {count}" for reason, count in people.most_common(3)))


def _agreement(rows: list[dict[str, str]]) -> None:
    """How often the words tell the reason that people gave."""
    labelled = [row for row in rows if row["negativereason"] in LABELLED]
    found = [(reason_of(row["text"]), LABELLED[row["negativereason"]]) for row in labelled]
    named = [(ours, theirs) for ours, theirs in found if ours]
    right = sum(ours is theirs for ours, theirs in named)
    print(
        f"\nreasons: {len(named)} of {len(found)} labelled tweets are given one, "
        f"{right / len(named):.1%} of them the reason that people gave"
    )
