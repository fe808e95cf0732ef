"""The commands `flask scheduler` and `flask monitor`; nothing else imports APScheduler."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from airparadis.cli.plain_errors import plain_errors
from airparadis.config.settings import Config
from airparadis.db.faults import ADVICE, storage_fault
from airparadis.jobs import error_window, radar
from airparadis.jobs.digest import write_digest
from airparadis.jobs.grouping import group_held
from airparadis.jobs.leadership import Leadership, leadership_of
from airparadis.lib.clock import utc_now
from airparadis.lib.heartbeat import Process, beat
from airparadis.lib.instance_lock import use
from airparadis.lib.signals import StopSignal
from airparadis.notify.contacts import current_notifiers
from airparadis.notify.mail import account_senders
from airparadis.notify.registry import configured_notifiers
from airparadis.services.incidents.alert_rule import current_policy
from airparadis.services.messages.quiet_hours import current_hours
from airparadis.services.monitoring import report_peaks, rollup
from airparadis.services.radar.connectors.connector import Connector, Intake
from airparadis.services.radar.connectors.registry import configured_connectors, run_connector
from airparadis.services.radar.imports import uploads
from airparadis.services.radar.imports.import_uploads import import_next
from airparadis.services.review import topic_report
from airparadis.web.extensions import db, mail
from airparadis.web.runtime import runtime

UPLOAD_SECONDS = 2
LISTEN_SECONDS = 5
FETCH_SECONDS = 60
TOPIC_SECONDS = 300
STREAM_SECONDS = 60


@click.command()
@with_appcontext
@plain_errors
def monitor() -> None:
    """Check the error window and the streams once, for machines with cron."""
    _import_uploads(threading.Event())
    for connector in configured_connectors(runtime().config):
        if not connector.is_continuous:
            _fetch(connector, threading.Event())
    _check_streams()
    _write_digest()
    _check_errors()
    _report_topics()


@click.command()
@with_appcontext
@plain_errors
def scheduler() -> None:
    """Check the error window every few seconds and the streams every minute, until stopped."""
    from apscheduler.schedulers.background import BackgroundScheduler

    use(runtime().config.instance_path)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    config = runtime().config
    leadership = leadership_of(config.database, config.instance_path)
    background = BackgroundScheduler(timezone="UTC")
    configured_notifiers(config, mail)  # a setting that cannot be used stops the start
    stopped = threading.Event()
    jobs = _jobs(config, stopped)
    listening = list[threading.Thread]()
    for connector in configured_connectors(config):
        fetch = partial(_fetch, connector, stopped)
        if connector.is_continuous:
            listening.append(_listen(app, leadership, fetch, stopped))
        else:
            jobs.append((fetch, FETCH_SECONDS))
    for job, seconds in jobs:
        background.add_job(
            _run_as_leader,
            "interval",
            args=[app, leadership, job],
            seconds=seconds,
            next_run_time=utc_now(),
            max_instances=1,  # a slow mail server must not pile up passes
            coalesce=True,
            misfire_grace_time=None,
        )

    stop = StopSignal()
    try:
        background.start()
        stop.wait()
        stopped.set()
        background.shutdown(wait=False)
        for thread in listening:
            thread.join(timeout=LISTEN_SECONDS)
    finally:
        leadership.give_up()


def _jobs(config: Config, stopped: threading.Event) -> list[tuple[Callable[[], None], int]]:
    """Return jobs and the seconds between their runs.

    They are separate: a stream, a file or a digest that fails must not delay an alert.
    """
    return [
        (_check_errors, config.monitor_interval_seconds),
        (_write_digest, config.monitor_interval_seconds),
        (_check_streams, STREAM_SECONDS),
        (partial(_import_uploads, stopped), UPLOAD_SECONDS),
        (_report_topics, TOPIC_SECONDS),
    ]


def _run_as_leader(app: Flask, leadership: Leadership, job: Callable[[], None]) -> None:
    """Run a job, or stand by while another scheduler is the leader."""
    with app.app_context():
        try:
            if leadership.holds():
                job()
        except SQLAlchemyError as error:  # the next pass tries again: a line will do
            fault = storage_fault(error)
            if fault is None:
                raise
            app.logger.error("a pass failed, the database: %s", ADVICE[fault])
        finally:
            beat(runtime().config.instance_path, Process.SCHEDULER)


def _check_errors() -> None:
    config = runtime().config
    notifiers = current_notifiers(db.session(), config, mail)
    group_held(db.session(), config, notifiers, utc_now())
    error_window.run_once(
        db.session(),
        config.alert_policy,
        notifiers,
        utc_now(),
        current_hours(db.session(), config),
        others=account_senders(config, mail),
    )
    rollup.roll_up(db.session(), utc_now())
    db.session.commit()
    rule = current_policy(db.session(), config.alert_policy).rule
    report_peaks.store_next(db.session(), rule.window, utc_now())
    db.session.commit()


def _write_digest() -> None:
    write_digest(db.session(), runtime().config, utc_now())


def _report_topics() -> None:
    topic_report.refresh(db.session(), utc_now())


def _check_streams() -> None:
    config = runtime().config
    notifiers = current_notifiers(db.session(), config, mail)
    radar.run_once(db.session(), config, notifiers, utc_now())


def _fetch(connector: Connector, stopped: threading.Event) -> None:
    """Let a connector fetch; apart from the looking, which no source may hold up."""
    intake = Intake(
        db.session(),
        lambda: runtime().model.classifier,
        utc_now,
        lambda: not stopped.is_set(),
        stopped.wait,
    )
    run_connector(connector, runtime().config, intake)


def _listen(
    app: Flask, leadership: Leadership, fetch: Callable[[], None], stopped: threading.Event
) -> threading.Thread:
    """Run a continuous connector in a thread, again after it has ended, until stopped."""

    def keep_on() -> None:
        while not stopped.is_set():
            try:
                _run_as_leader(app, leadership, fetch)
            except Exception:
                app.logger.exception("a connector could not be run")
            stopped.wait(LISTEN_SECONDS)

    thread = threading.Thread(target=keep_on, daemon=True, name="connector")
    thread.start()
    return thread


def _import_uploads(stopped: threading.Event) -> None:
    """Import uploaded files; as a job of its own it delays no alert."""
    folder = runtime().config.upload_folder
    retention = timedelta(days=runtime().config.radar_retention_days)
    while not stopped.is_set() and import_next(
        db.session(),
        folder,
        lambda: runtime().model.classifier,
        utc_now,
        lambda: not stopped.is_set(),
        retention,
    ):
        uploads.sweep(db.session(), folder, utc_now())


COMMANDS: tuple[click.Command, ...] = (monitor, scheduler)
