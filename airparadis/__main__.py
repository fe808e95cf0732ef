"""`python -m airparadis`: what must be done before the application can be made."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from airparadis.cli.plain_errors import plain_errors
from airparadis.cli.score import command as score

if TYPE_CHECKING:
    from airparadis.config.settings import Config


@click.group()
def main() -> None:
    """Air Paradis."""


@main.command()
@plain_errors
def prepare() -> None:
    """Make this machine ready to serve: keys, tables, the first account, a verified model."""
    from airparadis.server.prepare import prepare_instance

    prepare_instance(click.echo)


@main.command()
@click.option("--demo", is_flag=True, help="Serve a throw-away instance with invented tweets.")
@plain_errors
def serve(*, demo: bool) -> None:
    """Prepare, then run the processes of the Procfile until Ctrl-C."""
    config = _prepare_demo() if demo else _prepare()
    scripts = Path(sys.executable).parent
    environ = os.environ | {
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
        # honcho gives each process a port of its own, but links lead to the web server's
        "PUBLIC_URL": config.base_url,
    }
    honcho = str(scripts / "honcho")
    options = ["--port", str(config.port), "--env", os.devnull, "--no-prefix"]
    os.execve(honcho, [honcho, "start", *options], environ)  # noqa: S606 (no shell is the point)


def _prepare() -> "Config":
    from airparadis.server.prepare import prepare_instance

    return prepare_instance(click.echo)


def _prepare_demo() -> "Config":
    from airparadis.server.demo_instance import choose_folder, fill_instance

    password = choose_folder()
    config = _prepare()
    fill_instance(config, password, click.echo)
    return config


@main.command()
@plain_errors
def check() -> None:
    """Check whether the code, settings, model and tables on this machine can serve."""
    from airparadis.server.prepare import check_instance

    check_instance()
    click.echo("ready")


@main.command()
def settings() -> None:
    """Print the table of settings that is in docs/settings.md."""
    from airparadis.config.table import settings_table

    click.echo(settings_table())


main.add_command(score())


if __name__ == "__main__":
    main()
