"""`flask doctor`."""

import json
from dataclasses import asdict

import click
from flask.cli import with_appcontext

from airparadis.cli.checks import State, examine, worst
from airparadis.cli.checks.examine import Patient
from airparadis.cli.checks.finding import Finding
from airparadis.cli.plain_errors import plain_errors
from airparadis.lib.clock import utc_now
from airparadis.web.extensions import db, mail
from airparadis.web.runtime import runtime


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--no-network", is_flag=True, help="Leave out what speaks to other machines.")
@click.pass_context
@with_appcontext
@plain_errors
def doctor(context: click.Context, as_json: bool, no_network: bool) -> None:
    """Check settings, disk, database, model, mail and processes, and say what to do.

    Nothing is changed and nothing is sent. Exits with 1 if something does not work; what will not
    do for long is a warning, and no failure.
    """
    found = runtime()
    patient = Patient(found.config, db.session(), found.model, mail, utc_now())
    findings = []
    for finding in examine(patient, network=not no_network):
        findings.append(finding)
        if not as_json:
            _show(finding)
    if as_json:
        whole = {"state": worst(findings), "checks": [asdict(each) for each in findings]}
        click.echo(json.dumps(whole, ensure_ascii=False, indent=2))
    context.exit(1 if worst(findings) is State.ERROR else 0)


def _show(finding: Finding) -> None:
    click.echo(f"{finding.state.upper():8}{finding.name}: {finding.message}")
    if finding.advice:
        click.echo(f"        -> {finding.advice}")


COMMANDS: tuple[click.Command, ...] = (doctor,)
