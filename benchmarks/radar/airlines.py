"""Six airlines in a week of winter storms, and reasons by words against those people gave."""

import csv
import gzip
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from airparadis.domain.predictions.label import Sentiment
from airparadis.domain.radar.backtest import Alert, Recorder, replay
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.series import TICKS_PER_HOUR
from airparadis.domain.radar.texts.complaint_topics import Complaint, complaint_of, count_complaints
from airparadis.files.tweets.moments import PACIFIC
from benchmarks.radar.collection import Scored, describe, read_scored

AIRLINES = {
    "Virgin America": ("@virginamerica",),
    "United": ("@united",),
    "Southwest": ("@southwestair",),
    "Delta": ("@jetblue", "@delta"),
    "US Airways": ("@usairways",),
    "American": ("@americanair",),
}
LABELLED = {
    "Late Flight": Complaint.LATE,
    "Cancelled Flight": Complaint.CANCELLED,
    "Lost Luggage": Complaint.LUGGAGE,
    "Damaged Luggage": Complaint.LUGGAGE,
    "Customer Service Issue": Complaint.SERVICE,
    "Bad Flight": Complaint.FLIGHT,
    "Flight Booking Problems": Complaint.BOOKING,
    "Flight Attendant Complaints": Complaint.CREW,
    "longlines": Complaint.QUEUE,
}
"""The published reasons as ours."""


def february(file: Path, processes: int, cache: Path) -> None:
    """Print the alerts of February 2015, and how often words name the reason that people gave."""
    with gzip.open(file, "rt", newline="") as text:
        rows = list(csv.DictReader(text))
    terms = dict(enumerate(AIRLINES.values(), start=1))
    tweets = list(read_scored(file, terms, processes, cache))
    _alerts(tweets, {row["tweet_id"]: row["negativereason"] for row in rows})
    _agreement(rows)


def _alerts(tweets: Sequence[Scored], reasons: dict[str, str]) -> None:
    print("\n## Six airlines, 16 to 24 February 2015 (balanced)\n")
    recorder = Recorder()
    for scored in tweets:
        recorder.add(scored.tweet.created_at, scored.label, scored.streams)
    for number, name in enumerate(AIRLINES, start=1):
        series = recorder.series(number, PACIFIC.key)
        days = series.counts.negative[8 * TICKS_PER_HOUR :]
        by_day = [int(days[day : day + 288].sum()) for day in range(0, len(days), 288)]
        print(f"{name}: negative by day {by_day}")
        negative = [
            scored
            for scored in tweets
            if number in scored.streams and scored.label is Sentiment.NEGATIVE
        ]
        for alert in replay(series, Sensitivity.BALANCED):
            _print_reasons(alert, negative, reasons)


def _print_reasons(alert: Alert, negative: Sequence[Scored], reasons: dict[str, str]) -> None:
    begin = alert.at - alert.burst.evidence.window
    within = [s.tweet for s in negative if begin <= s.tweet.created_at <= alert.until]
    named = count_complaints(tweet.text for tweet in within).most_common(3)
    people = Counter(filter(None, (reasons.get(tweet.source_id) for tweet in within)))
    print("-", describe(alert))
    print("  words:", ", ".join(f"{reason} {count}" for reason, count in named))
    print("  people:", ", ".join(f"{reason} {count}" for reason, count in people.most_common(3)))


def _agreement(rows: list[dict[str, str]]) -> None:
    labelled = [row for row in rows if row["negativereason"] in LABELLED]
    pairs = [(complaint_of(row["text"]), LABELLED[row["negativereason"]]) for row in labelled]
    named = [(by_words, by_people) for by_words, by_people in pairs if by_words]
    right = sum(by_words is by_people for by_words, by_people in named)
    print(
        f"\nreasons: {len(named)} of {len(pairs)} labelled tweets are given one, "
        f"{right / len(named):.1%} of them the reason that people gave"
    )
