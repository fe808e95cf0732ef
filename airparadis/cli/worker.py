"""The commands `flask worker` and `flask review`."""

import logging
from datetime import timedelta
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from airparadis.cli.plain_errors import plain_errors
from airparadis.domain.audit import Act
from airparadis.jobs.batches import BatchRunner
from airparadis.jobs.training import ProcessTrainer
from airparadis.jobs.worker import Worker
from airparadis.lib.clock import utc_now
from airparadis.lib.heartbeat import Process, beat
from airparadis.lib.instance_lock import use
from airparadis.lib.signals import StopSignal
from airparadis.services.review import files
from airparadis.services.review.files import Format
from airparadis.web.access.auditing import note_alone
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

PAUSE_SECONDS = 2.0

review = AppGroup("review", help="Reviewed labels.")


@click.command()
@with_appcontext
@plain_errors
def worker() -> None:
    """Run requested trainings, score batches and shadow candidates, until stopped."""
    stop = StopSignal()
    config = runtime().config
    use(config.instance_path)

    def is_running() -> bool:
        beat(config.instance_path, Process.WORKER)
        return not stop.is_given

    trainer = ProcessTrainer(config)
    store = runtime().model.store
    days = timedelta(days=config.batch_retention_days)
    batches = BatchRunner(config.instance_path, store, config.batch_limits, days, utc_now)
    jobs = Worker(config.instance_path, store, trainer, utc_now, is_running, batches)
    while is_running():
        if not _run_once(jobs):
            stop.wait(PAUSE_SECONDS)
    jobs.stop(db.session())
    db.session.remove()


def _run_once(jobs: Worker) -> bool:
    """Run one job and return whether there was one; a failure is logged and tried again."""
    try:
        return jobs.run_once(db.session())
    except Exception:
        logging.getLogger(__name__).exception("the worker goes on after an error")
        return False
    finally:
        db.session.remove()


@review.command("export")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@plain_errors
def export(path: Path) -> None:
    """Export the valid labels as JSON lines, or as CSV if PATH ends in .csv."""
    form = Format.CSV if path.suffix == ".csv" else Format.JSONL
    note_alone(Act.EXPORTED, path.name)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(files.export(db.session(), form))


COMMANDS: tuple[click.Command, ...] = (worker, review)
