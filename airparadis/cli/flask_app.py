"""The application as `flask` commands find it (`.flaskenv`): a bad setting ends in one line."""

from flask import Flask

from airparadis import app
from airparadis.cli.plain_errors import plain_errors


@plain_errors
def create_app() -> Flask:
    """Make the application with the settings of the environment."""
    return app.create_app()
