"""Streams in which nothing happens: every alarm is one too many."""

from collections import Counter
from datetime import datetime, timedelta

from airparadis.domain.radar.backtest import replay
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.series import TICKS_PER_HOUR
from benchmarks.radar.collection import END, Watching, describe

BUSY_HOUR = 50
"""Background tweets of an hour in which there was a collection."""

MONTH_HOURS = 30 * 24


def quiet_streams(watching: Watching, since: datetime, title: str) -> None:
    """False alarms per stream-month: of the calendar, and of hours with a collection."""
    print(f"\n## Quiet streams, {title}: {since:%d %b} to {END - timedelta(days=1):%d %b}\n")
    print("| stream | tweets | sensitive | balanced | strict |\n| --- | --: | --: | --: | --: |")
    totals, observed, notes = Counter[Sensitivity](), 0.0, list[str]()
    for name in watching.numbers:
        series = watching.series(name)
        later = max(int(since.timestamp()) // 3600 - series.start, 0)
        busy = series.hours.background[later:] >= BUSY_HOUR
        observed += float(busy.sum()) / MONTH_HOURS
        counts = []
        for level in Sensitivity:
            alerts = [each for each in replay(series, level) if each.at >= since]
            counts.append(len(alerts))
            totals[level] += len(alerts)
            if level is Sensitivity.BALANCED:
                notes += [f"- {name}: {describe(each)}" for each in alerts]
        tweets = int(series.counts.tweets[later * TICKS_PER_HOUR :].sum())
        print(f"| {name} | {tweets:,} | {' | '.join(map(str, counts))} |")
    months = len(watching.numbers) * ((END - since) / timedelta(days=30))
    for level in Sensitivity:
        print(
            f"{level}: {totals[level]} alarms, {totals[level] / months:.2f} a stream-month of the "
            f"calendar, {totals[level] / observed:.2f} of observed hours"
        )
    print("\n".join(notes))
