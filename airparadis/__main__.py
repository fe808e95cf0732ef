"""`python -m airparadis`: what must be done before the application can be made."""

import click

from airparadis.cli.plain_errors import plain_errors


@click.group()
def main() -> None:
    """Air Paradis."""


@main.command()
@plain_errors
def prepare() -> None:
    """Make this machine ready to serve: keys, tables, the first account, a verified model."""
    from airparadis.preparation import prepare_instance

    prepare_instance(click.echo)


if __name__ == "__main__":
    main()
