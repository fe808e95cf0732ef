"""`flask scheduler` and `flask monitor`. The only place that knows APScheduler."""

import signal
from collections.abc import Sequence

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from airparadis import watch
from airparadis.channels import configured_notifiers
from airparadis.digest import write_digest
from airparadis.extensions import db, mail
from airparadis.notifications import Notifier
from airparadis.plain_errors import plain_errors
from airparadis.runtime import runtime, utc_now
from airparadis.services import rollup


@click.command()
@with_appcontext
@plain_errors
def monitor() -> None:
    """Check the error window once, for machines that only have cron."""
    _pass(configured_notifiers(runtime().config, mail))


@click.command()
@with_appcontext
@plain_errors
def scheduler() -> None:
    """Check the error window every few seconds, until stopped."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    blocking = BlockingScheduler(timezone="UTC")
    blocking.add_job(
        _pass_within,
        "interval",
        args=[app, configured_notifiers(runtime().config, mail)],
        seconds=runtime().config.monitor_interval_seconds,
        next_run_time=utc_now(),
        max_instances=1,  # a slow mail server must not pile up passes
        coalesce=True,
        misfire_grace_time=None,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: blocking.shutdown(wait=False))
    blocking.start()


def _pass_within(app: Flask, notifiers: Sequence[Notifier]) -> None:
    with app.app_context():
        _pass(notifiers)


def _pass(notifiers: Sequence[Notifier]) -> None:
    config = runtime().config
    write_digest(db.session(), config, utc_now())
    watch.run_once(db.session(), config.alert_policy, notifiers, utc_now(), config.quiet_hours)
    rollup.roll_up(db.session(), utc_now())
    db.session.commit()


COMMANDS: tuple[click.Command, ...] = (monitor, scheduler)
