"""Figures counted while requests are served, in the format of Prometheus.

No label holds a tweet, an address or an account, and each takes few values: endpoints by name, not
by path. Under gunicorn, `PROMETHEUS_MULTIPROC_DIR` is set and the client library keeps the figures
of every worker in files of that folder, so that any of them answers for all
(https://prometheus.github.io/client_python/multiprocess/).
"""

import os
from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPMethod
from itertools import chain

from prometheus_client import CollectorRegistry, Counter, Histogram, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from airparadis.db.tables import NewPrediction

LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds in seconds: scoring one tweet takes about 2 ms, a slow page half a second."""
METHODS = frozenset(HTTPMethod)
MULTIPROCESS_DIR = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The figures of one application, or of its process's share in them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "airparadis_http_requests",
            "Requests answered.",
            ("endpoint", "method", "status"),
            registry=self._registry,
        )
        self._latency = Histogram(
            "airparadis_http_request_duration_seconds",
            "Time until the answer was ready to be sent.",
            ("endpoint", "method"),
            buckets=LATENCY_BUCKETS,
            registry=self._registry,
        )
        self._predictions = Counter(
            "airparadis_predictions",
            'Predictions stored; label "none": the tweet could not be scored.',
            ("label", "version", "source"),
            registry=self._registry,
        )
        self._votes = Counter(
            "airparadis_votes",
            "Votes taken, repeated and changed ones included.",
            ("verdict",),
            registry=self._registry,
        )

    def observe_request(
        self, endpoint: str | None, method: str, status: int, seconds: float
    ) -> None:
        """Count an answered request; `endpoint` is None where no route matched."""
        name = endpoint or "none"
        verb = method if method in METHODS else "other"  # clients can make up methods
        self._requests.labels(name, verb, status).inc()
        self._latency.labels(name, verb).observe(seconds)

    def count_predictions(self, predictions: Iterable[NewPrediction]) -> None:
        """Count predictions that are stored."""
        kinds = Tally(
            (prediction.label or "none", prediction.model_version, prediction.source)
            for prediction in predictions
        )
        for labels, count in kinds.items():
            self._predictions.labels(*labels).inc(count)

    def count_vote(self, *, is_correct: bool) -> None:
        """Count a vote that is committed."""
        self._votes.labels("correct" if is_correct else "wrong").inc()

    def exposition(self, gauges: Iterable[Metric], accept: str = "") -> tuple[bytes, str]:
        """All figures as a scraper reads them.

        Args:
            gauges: what was found out for this scrape, added to what was counted.
            accept: the request's `Accept` header; decides between Prometheus and OpenMetrics text.

        Returns:
            The body and its content type.
        """
        counted: Collector = self._registry
        if MULTIPROCESS_DIR in os.environ:
            counted = MultiProcessCollector(None)  # type: ignore[no-untyped-call]
        encode, content_type = choose_encoder(accept)
        return encode(_Exposed(counted, gauges)), content_type


@dataclass(frozen=True, slots=True)
class _Exposed(Collector):
    """Counted metrics, followed by the gauges of a scrape."""

    counted: Collector
    gauges: Iterable[Metric]

    def collect(self) -> Iterable[Metric]:
        return chain(self.counted.collect(), self.gauges)
