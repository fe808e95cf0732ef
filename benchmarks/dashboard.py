"""How fast the dashboard answers over a large database.

    python -m benchmarks.dashboard seed FOLDER [--predictions 1000000] [--votes 100000]
    python -m benchmarks.dashboard measure FOLDER

`seed` makes FOLDER/airparadis.sqlite3 with made-up predictions over 90 days and votes on them;
`measure` asks the application for the dashboard, in process, and prints the median answer of each.
"""

import argparse
import random
import sqlite3
import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from flask_migrate import upgrade

from airparadis.app import create_app
from airparadis.config import Config
from airparadis.domain.accounts import Role
from airparadis.extensions import db
from airparadis.services import accounts

EMAIL, PASSWORD = "benchmark@example.org", "made up for a benchmark"
DAYS = 90
REPEATS = 5
WORDS = [
    "flight",
    "delayed",
    "love",
    "crew",
    "bag",
    "lost",
    "seat",
    "great",
    "airline",
    "never",
    "again",
    "thanks",
    "gate",
]
PAGES = {
    **{f"/admin?span={span}": span for span in ("hour", "day", "week", "month", "all")},
    "/admin?search=delayed": "all, searched",
    "/admin?order=surest": "all, surest first",
    "/admin?page=400": "all, page 400",
    "/api/v1/stats": "API, all",
}


def main() -> None:
    """Seed or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("verb", choices=["seed", "measure"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--predictions", type=int, default=1_000_000)
    parser.add_argument("--votes", type=int, default=100_000)
    options = parser.parse_args()
    if options.verb == "seed":
        seed(options.folder, options.predictions, options.votes)
    else:
        measure(options.folder)


def seed(folder: Path, predictions: int, votes: int) -> None:
    """Make the database; the newest prediction is a minute old."""
    folder.mkdir(parents=True, exist_ok=True)
    app = create_app(Config(secret_key="benchmark", instance_path=folder))  # noqa: S106
    with app.app_context():
        upgrade()
        accounts.create_user(db.session(), EMAIL, PASSWORD, Role.ADMINISTRATOR, datetime.now(UTC))
        db.session.commit()
        db.engine.dispose()
    rng = random.Random(42)  # noqa: S311
    connection = sqlite3.connect(folder / "airparadis.sqlite3")
    with connection:
        _insert(connection, "prediction", _predictions(rng, predictions))
        _insert(connection, "feedback", _votes(rng, predictions, votes))
    connection.close()


def _insert(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names, marks = ", ".join(first), ", ".join(f":{name}" for name in first)
    statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608
    connection.execute(statement, first)
    connection.executemany(statement, rows)


def _at(place: int, count: int) -> datetime:
    age = timedelta(days=DAYS) * (1 - place / count)
    return datetime.now(UTC).replace(tzinfo=None) - timedelta(minutes=1) - age


def _predictions(rng: random.Random, count: int) -> Iterator[dict[str, Any]]:
    for place in range(count):
        reason = rng.choices([None, "empty", "language"], [96, 1, 3])[0]
        positive = None if reason else rng.betavariate(0.6, 0.6)
        yield {
            "public_id": uuid.UUID(int=rng.getrandbits(128)).hex,
            "text": " ".join(rng.choices(WORDS, k=rng.randint(3, 25))),
            "label": None if positive is None else "positive" if positive >= 0.5 else "negative",
            "reason": reason,
            "probability_positive": positive,
            "uncertain": positive is not None and max(positive, 1 - positive) < 0.64,
            "model_version": "light-2026.11.23-00000000"
            if place > count / 2
            else "light-2026.09.01-00000000",
            "source": rng.choice(["form", "api"]),
            "latency_ms": rng.lognormvariate(-1, 0.5),
            "created_at": str(_at(place, count)),
        }


def _votes(rng: random.Random, predictions: int, count: int) -> Iterator[dict[str, Any]]:
    for chosen in sorted(rng.sample(range(predictions), count)):
        at = str(_at(chosen, predictions) + timedelta(seconds=50))
        is_correct = rng.random() > 0.15
        yield {
            "prediction_id": chosen + 1,
            "voter": "api",
            "is_correct": is_correct,
            "corrected_label": None if is_correct else "neutral",
            "comment": None,
            "created_at": at,
            "voted_at": at,
            "updated_at": at,
        }


def measure(folder: Path) -> None:
    """Print the median and the slowest answer of each page in milliseconds."""
    app = create_app(Config(secret_key="benchmark", instance_path=folder))  # noqa: S106
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"email": EMAIL, "password": PASSWORD})
    print(f"{'page':<20}{'median ms':>10}{'slowest ms':>12}{'KiB':>6}")
    for path, name in PAGES.items():
        times, size = zip(*(_ask(client, path) for _ in range(REPEATS)), strict=True)
        line = f"{statistics.median(times):>10.0f}{max(times):>12.0f}{size[0] / 1024:>6.0f}"
        print(f"{name:<20}{line}")


def _ask(client: FlaskClient, path: str) -> tuple[float, int]:
    started = time.perf_counter()
    response = client.get(path)
    elapsed = (time.perf_counter() - started) * 1000
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    return elapsed, len(response.data)


if __name__ == "__main__":
    main()
