"""`flask scheduler` and `flask monitor`. The only place that knows APScheduler."""

import signal
from collections.abc import Callable, Sequence

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from airparadis import radar_watch, watch
from airparadis.channels import account_senders, configured_notifiers
from airparadis.digest import write_digest
from airparadis.extensions import db, mail
from airparadis.heartbeat import Process, beat
from airparadis.instance_lock import use
from airparadis.leadership import Leadership, leadership_of
from airparadis.notifications import Notifier
from airparadis.plain_errors import plain_errors
from airparadis.runtime import runtime, utc_now
from airparadis.services import rollup
from airparadis.services.radar.x_search import XSearch, fetch_all


@click.command()
@with_appcontext
@plain_errors
def monitor() -> None:
    """Check the error window and the streams once, for machines that only have cron."""
    notifiers = configured_notifiers(runtime().config, mail)
    _look_at_streams(notifiers)
    _write_digest(notifiers)
    _pass(notifiers)


@click.command()
@with_appcontext
@plain_errors
def scheduler() -> None:
    """Check the error window every few seconds and the streams every minute, until stopped."""
    from apscheduler.schedulers.blocking import BlockingScheduler

    use(runtime().config.instance_path)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    config = runtime().config
    leadership = leadership_of(config.database, config.instance_path)
    blocking = BlockingScheduler(timezone="UTC")
    notifiers = configured_notifiers(runtime().config, mail)
    # Jobs of their own: neither a stream nor a digest that fails may keep an alert back.
    seconds = runtime().config.monitor_interval_seconds
    jobs = ((_pass, seconds), (_write_digest, seconds), (_look_at_streams, 60))
    for job, seconds in jobs:
        blocking.add_job(
            _within,
            "interval",
            args=[app, leadership, job, notifiers],
            seconds=seconds,
            next_run_time=utc_now(),
            max_instances=1,  # a slow mail server must not pile up passes
            coalesce=True,
            misfire_grace_time=None,
        )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: blocking.shutdown(wait=False))
    try:
        blocking.start()
    finally:
        leadership.give_up()


def _within(
    app: Flask,
    leadership: Leadership,
    job: Callable[[Sequence[Notifier]], None],
    notifiers: Sequence[Notifier],
) -> None:
    """Do a job, or stand by while another scheduler does."""
    with app.app_context():
        try:
            if leadership.holds():
                job(notifiers)
        finally:
            beat(runtime().config.instance_path, Process.SCHEDULER)


def _pass(notifiers: Sequence[Notifier]) -> None:
    config = runtime().config
    watch.run_once(
        db.session(),
        config.alert_policy,
        notifiers,
        utc_now(),
        config.quiet_hours,
        others=account_senders(config, mail),
    )
    rollup.roll_up(db.session(), utc_now())
    db.session.commit()


def _write_digest(_notifiers: Sequence[Notifier]) -> None:
    write_digest(db.session(), runtime().config, utc_now())


def _look_at_streams(notifiers: Sequence[Notifier]) -> None:
    config = runtime().config
    if config.x_bearer_token:
        search = XSearch(config.x_api_url, config.x_bearer_token)
        fetch_all(db.session(), search, lambda: runtime().model.classifier, utc_now())
    radar_watch.run_once(db.session(), config, notifiers, utc_now())


COMMANDS: tuple[click.Command, ...] = (monitor, scheduler)
