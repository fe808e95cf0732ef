"""Checks of the clock, the model, the scheduler and the worker."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from airparadis.cli.checks.outcome import Instance, Outcome, error, ok, warning
from airparadis.db.tables import Prediction
from airparadis.lib.errors import ArtifactError, ModelUnavailableError
from airparadis.lib.heartbeat import Process, last_beat

MAX_PASS = timedelta(seconds=60)
"""The longest pass of a process: it may wait for a silent mail server."""
MAX_CLOCK_SKEW = timedelta(seconds=5)
TWEET = "I love this airline, thank you!"


def check_clock(instance: Instance) -> Outcome:
    """Check that the clock agrees with the disk's and is not behind the stored predictions."""
    with tempfile.NamedTemporaryFile(dir=instance.config.instance_path, prefix=".clock-") as file:
        disk = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
    if abs(disk - datetime.now(UTC)) > MAX_CLOCK_SKEW:
        return error(f"the disk's clock says {disk:%H:%M:%S} UTC", "set one of the two clocks")
    latest = instance.session.scalar(select(func.max(Prediction.created_at)))
    instance.session.rollback()
    if latest is not None and latest - instance.now > MAX_CLOCK_SKEW:
        return error(
            f"predictions are stored with the time {latest:%Y-%m-%d %H:%M:%S} UTC, in the future",
            "the clock was or is wrong: synchronise it (timedatectl set-ntp true)",
        )
    zone = instance.config.timezone
    return ok(f"{instance.now:%Y-%m-%d %H:%M:%S} UTC, shown as {zone}")


def check_model(instance: Instance) -> Outcome:
    """Load the model as a web worker does, and score one tweet."""
    slot = instance.slot
    try:
        classifier = slot.classifier
        positive = float(classifier.predict_proba([TWEET])[0, 1])
    except (ModelUnavailableError, ArtifactError) as failure:
        return error(
            str(failure),
            "`flask model verify`; restore the files, or set MODEL_DIR to a complete model",
        )
    if slot.refused:
        return error(f"the latest release is refused: {slot.refused}", "roll back, /models")
    return ok(f"{classifier.manifest.version} scores {TWEET!r} {positive:.2f} positive")


def check_scheduler(instance: Instance) -> Outcome:
    """Check that the scheduler has run recently."""
    interval = timedelta(seconds=instance.config.monitor_interval_seconds)
    consequence = "no incident opens and no mail is sent"
    return _check(instance, Process.SCHEDULER, MAX_PASS + 3 * interval, consequence)


def check_worker(instance: Instance) -> Outcome:
    """Check that the worker has run recently."""
    return _check(instance, Process.WORKER, MAX_PASS, "no training runs and no candidate is scored")


def _check(
    instance: Instance, process: Process, max_silence: timedelta, consequence: str
) -> Outcome:
    beat = last_beat(instance.config.instance_path, process)
    start = f"start `flask {process}` under a supervisor (docs/deploy.md)"
    if beat is None:
        return warning(
            f"it has never run here: {consequence}", f"{start}, here or on another machine"
        )
    if instance.now - beat > max_silence:
        return error(f"silent since {beat:%Y-%m-%d %H:%M:%S} UTC: {consequence}", start)
    return ok(f"alive {(instance.now - beat).total_seconds():.0f} s ago")
