"""The command `flask doctor`."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from airparadis.cli.checks.outcome import Instance, Outcome, State
from airparadis.cli.checks.registry import run_checks, worst
from airparadis.cli.plain_errors import plain_errors
from airparadis.lib.clock import utc_now
from airparadis.web.extensions import db, mail
from airparadis.web.runtime import runtime


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--no-network", is_flag=True, help="Skip checks that connect to other machines.")
@click.pass_context
@with_appcontext
@plain_errors
def doctor(context: click.Context, as_json: bool, no_network: bool) -> None:
    """Check settings, disk, database, model, mail and processes, and give advice.

    Nothing is changed and nothing is sent. Exits with 1 if something does not work;
    warnings do not count.
    """
    parts = runtime()
    instance = Instance(parts.config, db.session(), parts.model, mail, utc_now())
    outcomes = {}
    for name, outcome in run_checks(instance, network=not no_network):
        outcomes[name] = outcome
        if not as_json:
            _show(name, outcome)
    state = worst(outcomes.values())
    if as_json:
        checks = [{"name": name, **asdict(outcome)} for name, outcome in outcomes.items()]
        click.echo(json.dumps({"state": state, "checks": checks}, ensure_ascii=False, indent=2))
    context.exit(1 if state is State.ERROR else 0)


def _show(name: str, outcome: Outcome) -> None:
    click.echo(f"{outcome.state.upper():8}{name}: {outcome.message}")
    if outcome.advice:
        click.echo(f"        -> {outcome.advice}")


COMMANDS: tuple[click.Command, ...] = (doctor,)
