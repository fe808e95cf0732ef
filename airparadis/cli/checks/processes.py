"""Signs of life, and the clock they are told by."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.cli.checks.finding import Finding, error, ok, warning
from airparadis.config.settings import Config
from airparadis.db.tables import Prediction
from airparadis.lib.heartbeat import Process, last_beat

SLACK = timedelta(seconds=60)
"""A pass may wait for a silent mail server."""
SKEW = timedelta(seconds=5)


def check_clock(config: Config, session: Session, now: datetime) -> Finding:
    """The clock agrees with the disk's, and has not gone back behind what is stored."""
    with tempfile.NamedTemporaryFile(dir=config.instance_path, prefix=".clock-") as file:
        disk = datetime.fromtimestamp(Path(file.name).stat().st_mtime, UTC)
    if abs(disk - datetime.now(UTC)) > SKEW:
        return error("clock", f"the disk says {disk:%H:%M:%S} UTC", "set one of the two clocks")
    latest = session.scalar(select(func.max(Prediction.created_at)))
    session.rollback()
    if latest is not None and latest - now > SKEW:
        return error(
            "clock",
            f"predictions are stored from {latest:%Y-%m-%d %H:%M:%S} UTC, which is to come",
            "the clock was or is wrong: synchronise it (timedatectl set-ntp true)",
        )
    return ok("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC, {config.timezone} for people")


def check_scheduler(config: Config, now: datetime) -> Finding:
    """It has looked at the window not long ago."""
    rest = SLACK + 3 * timedelta(seconds=config.monitor_interval_seconds)
    return _check(config, Process.SCHEDULER, rest, now, "no incident opens and no mail leaves")


def check_worker(config: Config, now: datetime) -> Finding:
    """It has looked for work not long ago."""
    return _check(config, Process.WORKER, SLACK, now, "no training runs and no candidate is scored")


def _check(
    config: Config, process: Process, rest: timedelta, now: datetime, without: str
) -> Finding:
    beat = last_beat(config.instance_path, process)
    start = f"start `flask {process}`, under a supervisor; docs/deploy.md"
    if beat is None:
        return warning(process, f"it has never run here: {without}", f"{start}, or elsewhere")
    if now - beat > rest:
        return error(process, f"silent since {beat:%Y-%m-%d %H:%M:%S} UTC: {without}", start)
    return ok(process, f"alive {(now - beat).total_seconds():.0f} s ago")
