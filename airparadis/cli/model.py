"""The command `flask model verify`."""

import click
from flask.cli import AppGroup

from airparadis.cli.plain_errors import plain_errors
from airparadis.web.runtime import runtime

model = AppGroup("model", help="The served model.")
COMMANDS: tuple[click.Command, ...] = (model,)


@model.command("verify")
@plain_errors
def verify() -> None:
    """Load the model as a web worker would, or say why it is refused."""
    click.echo(runtime().model.classifier.manifest.version)
