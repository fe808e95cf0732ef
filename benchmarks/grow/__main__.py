"""How pages fare as the tables grow.

    python -m benchmarks.grow FOLDER --sizes 1000 100000 10000000
    python -m benchmarks.grow FOLDER --sizes 1000 100000 --server postgresql://me@127.0.0.1/postgres

Makes a database for each size, under FOLDER or on the server, keeps its hours as the scheduler does
and prints the median answer of each page, in process, as a Markdown table. A database of that size
that is there already is measured again.
"""

import argparse
import gc
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from psycopg.sql import SQL, Identifier
from sqlalchemy import func, make_url, select, text

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import Prediction
from airparadis.domain.accounts.policy import Role
from airparadis.services.accounts import accounts
from airparadis.services.incidents import alert_rule
from airparadis.services.monitoring import peak_rollup, rollup, vote_tally
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from benchmarks.grow import pages, stored
from benchmarks.grow.seed import seed

EMAIL, PASSWORD = "benchmark@example.org", "made up for a benchmark"
TWEETS = 10
"""A tweet of the radar to so many predictions."""


def main() -> None:
    """Make what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument(
        "--server", default="", help="PostgreSQL URL of a role that makes databases"
    )
    parser.add_argument("--only", default="", help="measure pages whose name has this")
    parser.add_argument("--make", action="store_true", help="make the databases, measure nothing")
    parser.add_argument(
        "--processor", action="store_true", help="processor time of pages instead of the clock's"
    )
    options = parser.parse_args()
    columns = []
    for size in options.sizes:
        app = _app(options.folder / str(size), options.server, size)
        logging.disable(logging.WARNING)  # a line for each request
        made = _make(app, size)
        columns.append(made if options.make else made | _measure(app, options))
    names = list(dict.fromkeys(name for column in columns for name in column))
    print(f"| | {' | '.join(f'{size:,}' for size in options.sizes)} |")
    print("| --- |" + " --: |" * len(columns))
    for name in names:
        values = (f"{column[name]:,.0f}" if name in column else "" for column in columns)
        print(f"| {name} | {' | '.join(values)} |")


def _app(folder: Path, server: str, size: int) -> Flask:
    folder.mkdir(parents=True, exist_ok=True)
    config = Config(
        secret_key="benchmark",  # noqa: S106
        instance_path=folder,
        database_url=_database(server, f"airparadis_grow_{size}") if server else "",
    )
    app = create_app(config)
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def _database(server: str, name: str) -> str:
    url = make_url(server).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return url.set(database=name).render_as_string(hide_password=False)


def _make(app: Flask, size: int) -> dict[str, float]:
    """What is missing: the tables, the rows, the hours that are kept."""
    found: dict[str, float] = {}
    with app.app_context():
        upgrade()
        session = db.session()
        is_new = not accounts.has_accounts(session)
        session.rollback()  # the log of SQLite grows while somebody reads
        if is_new:
            found = seed(db.engine, size, size // TWEETS)
            vote_tally.recount(session)
            accounts.create_user(session, EMAIL, PASSWORD, Role.ADMINISTRATOR, datetime.now(UTC))
            session.commit()
        started = time.perf_counter()
        now, rule = (
            datetime.now(UTC),
            alert_rule.current_policy(session, runtime().config.alert_policy).rule,
        )
        while rollup.roll_up(session, now):
            session.commit()
        while peak_rollup.keep(session, rule.window, now):
            session.commit()
        if is_new:
            found["hours counted and kept, seconds"] = time.perf_counter() - started
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return found


def _measure(app: Flask, options: argparse.Namespace) -> dict[str, float]:
    """As of the last prediction, whenever that was: an hour that is not over must be counted."""
    with app.app_context():
        last = db.session.scalar(select(func.max(Prediction.created_at)))
        db.session.remove()
    with time_machine.travel(last or datetime.now(UTC), tick=True):
        return _measured(app, options.only, options.processor)


def _measured(app: Flask, only: str, in_processor: bool) -> dict[str, float]:
    with app.app_context():
        wanted = pages.addresses(db.session())
        found = {"database, MiB": stored.mebibytes(db.engine)}
        if not only:
            found |= stored.insert_rates(db.engine)
        db.session.remove()
    with _client(app) as client:
        client.get(wanted["dashboard, since the beginning"])
        gc.collect()
        gc.freeze()  # as the server does (`gunicorn.conf.py`)
        for name, path in wanted.items():
            if only in name:
                found[f"{name}, ms"] = (
                    pages.processor(client, path, _backends(app))
                    if in_processor
                    else pages.median(client, path)
                )
        if not only:
            found |= stored.export(client, "/admin/wrong.csv")
            surest = stored.export(client, "/admin/wrong.csv?order=surest")
            found["… surest first: first row, ms"] = next(iter(surest.values()))
    return found


def _backends(app: Flask) -> list[int]:
    with app.app_context():
        return stored.backends(db.engine)


@contextmanager
def _client(app: Flask) -> Iterator[FlaskClient]:
    client = app.test_client()
    client.post("/login", data={"email": EMAIL, "password": PASSWORD})
    yield client
    with app.app_context():
        db.engine.dispose()


if __name__ == "__main__":
    main()
