"""The table of checks, in the order in which they depend on one another."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from airparadis.cli.checks import database, messages, processes, settings
from airparadis.cli.checks.outcome import Instance, Outcome, State, error

CHECKS: Mapping[str, Callable[[Instance], Outcome]] = {
    "settings": settings.check_settings,
    "secret key": settings.check_key,
    "folder": settings.check_instance_folder,
    "disk": settings.check_disk,
    "clock": processes.check_clock,
    "database": database.check_database,
    "migrations": database.check_migrations,
    "write-ahead log": database.check_log_size,
    "model": processes.check_model,
    "mail": messages.check_mail,
    "chats and webhook": messages.check_channels,
    "outbox": messages.check_outbox,
    "scheduler": processes.check_scheduler,
    "worker": processes.check_worker,
}
NETWORK = frozenset({"mail"})
"""The checks that connect to other machines."""


def run_checks(instance: Instance, *, network: bool = True) -> Iterator[tuple[str, Outcome]]:
    """Yield the name and the outcome of each check; a check that fails is reported as an error.

    Args:
        instance: the instance to examine.
        network: whether checks may connect to other machines.
    """
    for name, check in CHECKS.items():
        if not network and name in NETWORK:
            continue
        try:
            yield name, check(instance)
        except Exception as failure:  # any failure is a result to report
            instance.session.rollback()
            reason = " ".join(str(failure).split())[:200]
            yield name, error(f"{type(failure).__name__}: {reason}", "see docs/reliability.md")


def worst(outcomes: Iterable[Outcome]) -> State:
    """Return the worst state of several outcomes."""
    states = {outcome.state for outcome in outcomes}
    return next((state for state in (State.ERROR, State.WARNING) if state in states), State.OK)
