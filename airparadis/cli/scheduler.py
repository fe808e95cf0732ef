"""`flask scheduler` and `flask monitor`. The only place that knows APScheduler."""

import signal

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from airparadis import watch
from airparadis.extensions import db, mail
from airparadis.notifications import MailNotifier, Notifier
from airparadis.runtime import runtime, utc_now
from airparadis.services import rollup


@click.command()
@with_appcontext
def monitor() -> None:
    """Check the error window once, for machines that only have cron."""
    _pass()


@click.command()
@with_appcontext
def scheduler() -> None:
    """Check the error window every few seconds, until stopped."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    blocking = BlockingScheduler(timezone="UTC")
    blocking.add_job(
        _pass_within,
        "interval",
        args=[app],
        seconds=runtime().config.monitor_interval_seconds,
        next_run_time=utc_now(),
        max_instances=1,  # a slow mail server must not pile up passes
        coalesce=True,
        misfire_grace_time=None,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: blocking.shutdown(wait=False))
    blocking.start()


def _pass_within(app: Flask) -> None:
    with app.app_context():
        _pass()


def _pass() -> None:
    config = runtime().config
    notifier: Notifier | None = MailNotifier(mail, config) if config.is_mail_configured else None
    watch.run_once(db.session(), config.alert_policy, notifier, utc_now())
    rollup.roll_up(db.session(), utc_now())
    db.session.commit()


COMMANDS: tuple[click.Command, ...] = (monitor, scheduler)
