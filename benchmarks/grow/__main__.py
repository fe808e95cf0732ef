"""How pages fare as the tables grow.

    python -m benchmarks.grow FOLDER --sizes 1000 100000 10000000
    python -m benchmarks.grow FOLDER --sizes 1000 100000 --server postgresql://me@127.0.0.1/postgres

Makes a database for each size, under FOLDER or on the server, keeps its hours as the scheduler does
and prints the median answer of each page, in process, as a Markdown table. A database of that size
that is there already is measured again.
"""

import argparse
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url, text

from airparadis.app import create_app
from airparadis.config import Config
from airparadis.domain.accounts import Role
from airparadis.extensions import db
from airparadis.services import accounts, rollup, vote_tally
from benchmarks.grow.seed import seed

EMAIL, PASSWORD = "benchmark@example.org", "made up for a benchmark"
REPEATS = 5
PAGES = {
    **{f"dashboard, {span}": f"/admin?span={span}" for span in ("hour", "day", "week", "month")},
    "dashboard, all": "/admin",
    "… searched": "/admin?search=delayed",
    "… surest first": "/admin?order=surest",
    "… page 100 of the list": "/admin?page=100",
    "figures as JSON, all": "/api/v1/stats",
    "review queue": "/admin/review",
    "radar": "/radar",
    "a stream": "/radar/streams/1",
    "its tweets": "/radar/streams/1/tweets",
    "export of the last day": "/admin/wrong.csv?span=day",
}


def main() -> None:
    """Make what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument(
        "--server", default="", help="PostgreSQL URL of a role that makes databases"
    )
    options = parser.parse_args()
    columns = [
        _measured(options.folder / str(size), options.server, size) for size in options.sizes
    ]
    print(f"| milliseconds | {' | '.join(f'{size:,}' for size in options.sizes)} |")
    print("| --- |" + " --: |" * len(columns))
    for name in columns[0]:
        print(f"| {name} | {' | '.join(column[name] for column in columns)} |")


def _measured(folder: Path, server: str, size: int) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    config = Config(
        secret_key="benchmark",  # noqa: S106
        instance_path=folder,
        database_url=_database(server, f"airparadis_grow_{size}") if server else "",
    )
    app = create_app(config)
    found: dict[str, str] = {}
    with app.app_context():
        upgrade()
        if not accounts.has_accounts(db.session()):
            found |= _made(size)
        found["database, MiB"] = f"{_bytes() / 2**20:,.0f}"
        db.session.remove()
    with _client(app) as client:
        answers = {name: _median(client, path) for name, path in PAGES.items()}
    return answers | found


def _database(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return url.set(database=name).render_as_string(hide_password=False)


def _made(size: int) -> dict[str, str]:
    speeds = seed(db.engine, size, size // 10)
    started = time.perf_counter()
    while rollup.roll_up(db.session(), datetime.now(UTC)):
        db.session.commit()
    vote_tally.recount(db.session())
    accounts.create_user(db.session(), EMAIL, PASSWORD, Role.ADMINISTRATOR, datetime.now(UTC))
    db.session.commit()
    return {
        "predictions inserted a second": f"{speeds['prediction']:,.0f}",
        "hours kept, seconds": f"{time.perf_counter() - started:,.0f}",
    }


def _bytes() -> int:
    if db.engine.dialect.name == "sqlite":
        return Path(str(db.engine.url.database)).stat().st_size
    return int(db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


@contextmanager
def _client(app: Flask) -> Iterator[FlaskClient]:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.post("/login", data={"email": EMAIL, "password": PASSWORD})
    yield client
    with app.app_context():
        db.engine.dispose()


def _median(client: FlaskClient, path: str) -> str:
    return f"{statistics.median(_ask(client, path) for _ in range(REPEATS)):.0f}"


def _ask(client: FlaskClient, path: str) -> float:
    started = time.perf_counter()
    response = client.get(path)
    elapsed = (time.perf_counter() - started) * 1000
    if response.status_code not in {200, 404}:
        raise SystemExit(f"{path} answers {response.status_code}")
    return elapsed if response.status_code == 200 else float("nan")


if __name__ == "__main__":
    main()
