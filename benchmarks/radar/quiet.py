"""Streams in which nothing happens: every alarm is a false one."""

from collections import Counter
from datetime import datetime, timedelta

from airparadis.domain.radar.backtest import replay
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.series import TICKS_PER_HOUR
from benchmarks.harness.tables import head, row
from benchmarks.radar.collection import END, Watching, describe

BUSY_HOUR = 50
"""Background tweets of an hour in which there was a collection."""

MONTH_HOURS = 30 * 24


def quiet_streams(watching: Watching, since: datetime, title: str) -> None:
    """Print false alarms by stream, and a stream-month of the calendar and of observed hours."""
    print(f"\n## Quiet streams, {title}: {since:%d %b} to {END - timedelta(days=1):%d %b}\n")
    print(head("stream", "tweets", *Sensitivity))
    totals, observed, notes = Counter[Sensitivity](), 0.0, list[str]()
    for name in watching.numbers:
        series = watching.series(name)
        later = max(int(since.timestamp()) // 3600 - series.start, 0)
        observed += float((series.hours.background[later:] >= BUSY_HOUR).sum()) / MONTH_HOURS
        alerts = {
            level: [alert for alert in replay(series, level) if alert.at >= since]
            for level in Sensitivity
        }
        totals.update({level: len(found) for level, found in alerts.items()})
        notes += [f"- {name}: {describe(alert)}" for alert in alerts[Sensitivity.BALANCED]]
        tweets = int(series.counts.tweets[later * TICKS_PER_HOUR :].sum())
        print(row(name, f"{tweets:,}", *map(len, alerts.values())))
    months = len(watching.numbers) * ((END - since) / timedelta(days=30))
    for title, unit in (("a stream-month of the calendar", months), ("… observed", observed)):
        print(row(title, "", *(f"{totals[level] / unit:.2f}" for level in Sensitivity)))
    print("\n".join(notes))
