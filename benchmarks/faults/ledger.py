"""A ledger of acknowledged requests, checked against the database afterwards."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import create_engine

from airparadis.lib.sqlite_file import connect


@dataclass
class Ledger:
    """Kept by the clients; a request without an answer is neither stored nor lost."""

    predictions: dict[str, str] = field(default_factory=dict)
    """Acknowledged: identifier to text."""
    votes: set[str] = field(default_factory=set)
    """Acknowledged: identifiers of the predictions."""
    refused: Counter[int] = field(default_factory=Counter)
    """Answers that were no success, by status."""
    unanswered: int = 0
    lock: Lock = field(default_factory=Lock)

    def note_prediction(self, identifier: str, text: str) -> None:
        """An answer of 200."""
        with self.lock:
            self.predictions[identifier.replace("-", "")] = text

    def note_vote(self, identifier: str) -> None:
        """An answer of 200."""
        with self.lock:
            self.votes.add(identifier.replace("-", ""))

    def note_failure(self, status: int | None) -> None:
        """Note a failed request; None: no answer at all."""
        with self.lock:
            if status is None:
                self.unanswered += 1
            else:
                self.refused[status] += 1


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A count of acknowledged requests, by what the database holds of them."""

    acknowledged: int
    lost: int
    doubled: int
    incidents: int
    damage: str

    @property
    def is_clean(self) -> bool:
        """Everything there, once, in a sound file."""
        return not self.lost and not self.doubled and self.damage == "ok"


PREDICTIONS = "SELECT public_id, text FROM prediction"
VOTES = """
SELECT p.public_id, count(DISTINCT f.id), count(c.id) FROM feedback f
JOIN prediction p ON p.id = f.prediction_id JOIN feedback_change c ON c.feedback_id = f.id
GROUP BY p.public_id
"""


def reckon(database: Path, ledger: Ledger) -> Reckoning:
    """Read the file from end to end and compare."""
    with connect(database) as connection:
        [(damage,)] = connection.execute("PRAGMA integrity_check(1)")
        return _compare(ledger, lambda query: list(connection.execute(query)), damage)


def reckon_server(url: str, ledger: Ledger) -> Reckoning:
    """Compare with what a PostgreSQL holds, which vouches for its own files."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = _compare(ledger, lambda query: [*connection.exec_driver_sql(query)], "ok")
    engine.dispose()
    return found


def _compare(ledger: Ledger, ask: Callable[[str], Sequence[Any]], damage: str) -> Reckoning:
    stored = {_hex(public_id): text for public_id, text in ask(PREDICTIONS)}
    votes = {_hex(public_id): counts for public_id, *counts in ask(VOTES)}
    [(incidents,)] = ask("SELECT count(*) FROM incident")
    lost = sum(stored.get(public_id) != text for public_id, text in ledger.predictions.items())
    lost += sum(public_id not in votes for public_id in ledger.votes)
    seen = Counter(stored.values())
    doubled = sum(seen[text] > 1 for text in ledger.predictions.values())
    doubled += sum(votes.get(public_id) not in ([1, 1], None) for public_id in ledger.votes)
    acknowledged = len(ledger.predictions) + len(ledger.votes)
    return Reckoning(acknowledged, lost, doubled, incidents, damage)


def _hex(identifier: object) -> str:
    return str(identifier).replace("-", "")
