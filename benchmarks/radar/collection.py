"""What all parts measure on: streams, spans, and tweets scored once and counted by stream."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isnan
from pathlib import Path

from airparadis.domain.predictions.label import Label
from airparadis.domain.radar.backtest import Alert, Recorder
from airparadis.domain.radar.ingest_schema import IncomingTweet
from airparadis.domain.radar.series import Series
from airparadis.files.legacy.tweet_layouts import PACIFIC
from airparadis.files.legacy.tweets import TweetFile
from airparadis.services.radar.preparing import StreamMatcher, Watched
from benchmarks.radar.scores import scores

Terms = Mapping[str, tuple[str, ...]]

AIR_FRANCE = ("air france", "@airfrance", "af447")
QUIET: Terms = {
    **{word: (word,) for word in ("coffee", "pizza", "headache", "dentist", "guitar", "bus")},
    "rain": ("rain", "raining"),
    "walmart": ("walmart", "wal mart"),
    "mcdonalds": ("mcdonalds", "mcdonald s"),
    **{brand: (brand,) for brand in ("starbucks", "ikea", "netflix")},
}
"""In view while thresholds and the shape of the rules were settled."""

UNSEEN: Terms = {
    word: (word,)
    for word in (
        *("tea", "chocolate", "sushi", "laundry", "haircut", "toothache", "piano", "train"),
        *("traffic", "ebay", "costco", "subway"),
    )
}
"""Written down, with `SEED`, before anybody had looked at them; reported as they came."""

SEED = 20261126
"""Of the bursts that are put into them."""

HALF = datetime(2009, 5, 11, tzinfo=PACIFIC)
END = datetime(2009, 6, 16, tzinfo=PACIFIC)
PACIFIC_SUMMER, PACIFIC_WINTER = -7, -8


@dataclass(frozen=True, slots=True)
class Scored:
    """A tweet, what it is said to be, and the streams that it belongs to."""

    tweet: IncomingTweet
    label: Label | None
    streams: frozenset[int]


class Watching:
    """Some streams over one collection: what names none of them is their background."""

    def __init__(self, terms: Terms, first_number: int) -> None:
        self.numbers = dict(zip(terms, range(first_number, first_number + len(terms)), strict=True))
        self.terms = {self.numbers[name]: lines for name, lines in terms.items()}
        self.recorder = Recorder()

    def add(self, each: Scored) -> None:
        """Count a tweet."""
        ours = each.streams & self.terms.keys()
        self.recorder.add(each.tweet.created_at, each.label, ours)

    def series(self, name: str) -> Series:
        """The counts of a stream."""
        return self.recorder.series(self.numbers[name], PACIFIC_SUMMER)


def scored(
    file: Path, terms: Mapping[int, tuple[str, ...]], processes: int, folder: Path
) -> Iterator[Scored]:
    """The tweets of a file, scored by the bundled model and matched."""
    found = scores(file, processes, folder)
    matcher = StreamMatcher(Watched(terms, dict.fromkeys(terms, frozenset())))
    tweets = TweetFile(file).tweets(datetime.now(UTC))
    for tweet, positive in zip(tweets, found.tolist(), strict=True):
        label = None
        if not isnan(positive):
            label = Label.POSITIVE if positive >= 0.5 else Label.NEGATIVE
        yield Scored(tweet, label, matcher.match(tweet.text, tweet.language))


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
