"""Time of pages as the tables grow.

    python -m benchmarks.grow FOLDER --sizes 1000 100000 10000000
    python -m benchmarks.grow FOLDER --sizes 1000 100000 --server postgresql://me@127.0.0.1/postgres

Makes a database for each size, under FOLDER or on the server, counts its hours as the scheduler
does and prints the median answer of each page, in process, as a Markdown table. A database of that
size that is there already is measured again.
"""

import argparse
import gc
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import time_machine
from flask import Flask
from flask_migrate import upgrade
from psycopg.sql import SQL, Identifier
from sqlalchemy import func, make_url, select, text

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import Prediction
from airparadis.domain.accounts.roles import FIRST_ROLE
from airparadis.services.accounts import accounts
from airparadis.services.incidents import alert_rule
from airparadis.services.monitoring import report_peaks, rollup, vote_tally
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from benchmarks.grow import pages, storage
from benchmarks.grow.seed import seed
from benchmarks.harness.tables import by_column

EMAIL, PASSWORD = "benchmark@example.org", "made up for a benchmark"
PREDICTIONS_PER_TWEET = 10


def main() -> None:
    """Make missing databases, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    add = parser.add_argument
    add("folder", type=Path)
    add("--sizes", type=int, nargs="+", default=[1_000, 100_000], help="predictions")
    add("--server", default="", help="PostgreSQL URL of a role that makes databases")
    add("--only", default="", help="measure only pages with this in their name")
    add("--make", action="store_true", help="make the databases, measure nothing")
    add("--processor", action="store_true", help="processor time of pages, not wall time")
    options = parser.parse_args()
    clock = time.process_time if options.processor else time.perf_counter
    columns = []
    for size in options.sizes:
        app = _app(options.folder / str(size), options.server, size)
        logging.disable(logging.WARNING)  # a line for each request
        figures = _make(app, size)
        columns.append(figures if options.make else figures | _measure(app, options.only, clock))
    print(by_column([f"{size:,}" for size in options.sizes], columns))


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
    """Make missing tables, rows and hourly counts."""
    figures: dict[str, float] = {}
    with app.app_context():
        upgrade()
        session = db.session()
        is_new = not accounts.has_accounts(session)
        session.rollback()  # SQLite's log grows while a reader is open
        if is_new:
            figures = seed(db.engine, size, size // PREDICTIONS_PER_TWEET)
            vote_tally.recount(session)
            accounts.create_user(session, EMAIL, PASSWORD, FIRST_ROLE, datetime.now(UTC))
            session.commit()
        started, now = time.perf_counter(), datetime.now(UTC)
        rule = alert_rule.current_policy(session, runtime().config.alert_policy).rule
        while rollup.roll_up(session, now) or report_peaks.store_next(session, rule.window, now):
            session.commit()
        if is_new:
            figures["hours counted in, seconds"] = time.perf_counter() - started
        db.session.remove()
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    return figures


def _measure(app: Flask, only: str, clock: Callable[[], float]) -> dict[str, float]:
    """Measure at the time of the last prediction: the hour not over yet is counted row by row."""
    with app.app_context():
        last = db.session.scalar(select(func.max(Prediction.created_at)))
        paths = pages.addresses(db.session())
        db.session.remove()
        figures = {"database, MiB": storage.mebibytes(db.engine)}
        if not only:
            figures |= storage.insert_rates(db.engine)
    client = app.test_client()
    with time_machine.travel(last or datetime.now(UTC), tick=True):
        client.post("/login", data={"email": EMAIL, "password": PASSWORD})
        client.get("/admin")
        gc.collect()
        gc.freeze()  # as the server does (`gunicorn.conf.py`)
        for name, path in paths.items():
            if only in name:
                figures[f"{name}, ms"] = pages.median_ms(client, path, clock)
        if not only:
            figures |= pages.export(client, "/admin/wrong.csv")
    with app.app_context():
        db.engine.dispose()
    return figures


if __name__ == "__main__":
    main()
