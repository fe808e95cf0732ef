"""The commands `flask model verify` and `flask model add`."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.domain.audit import Act
from airparadis.domain.models.verdict import Verdict
from airparadis.lib.clock import utc_now
from airparadis.services.models import versions
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime

model = AppGroup("model", help="Trained models.")
COMMANDS: tuple[click.Command, ...] = (model,)


@model.command("verify")
@plain_errors
def verify() -> None:
    """Load the model as a web worker would, or say why it is refused."""
    click.echo(runtime().model.classifier.manifest.version)


@model.command("add")
@click.argument("artifact", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--verdict",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Verdict file of `python -m training gate`.",
)
@plain_errors
def add(artifact: Path, verdict: Path | None) -> None:
    """Keep a copy of a trained model as the candidate that the models page offers to release."""
    session, store = db.session(), runtime().model.store
    judged = _read_verdict(verdict) if verdict else None
    kept = versions.register(session, store, artifact, judged, utc_now())
    note(Act.CANDIDATE_ADDED, kept.version)
    session.commit()
    click.echo(kept.version)


def _read_verdict(path: Path) -> Verdict:
    try:
        return Verdict.from_json(json.loads(path.read_bytes()))
    except ValueError as error:
        raise click.ClickException(f"{path} is no verdict of the gate: {error}") from error
