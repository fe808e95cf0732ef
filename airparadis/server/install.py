"""Tables and the first account: what a new instance lacks, and an old one after an upgrade."""

from collections.abc import Callable

from flask_migrate import upgrade
from sqlalchemy.exc import SQLAlchemyError

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import ConfigError
from airparadis.services.accounts.first_admin import PASSWORD_FILE, ensure_admin
from airparadis.web.extensions import db


def install(config: Config, say: Callable[[str], object]) -> None:
    """Apply the migrations and make the first administrator if there is no account.

    Args:
        config: the settings; its secret key exists.
        say: called with the one-time password, if one was made.

    Raises:
        AirParadisError: the database cannot be used, or the account cannot be made as set.
    """
    with create_app(config).app_context():
        try:
            upgrade()
        except SQLAlchemyError as error:
            raise ConfigError(f"cannot use the database: {error}") from error
        password = ensure_admin(db.session(), config, utc_now())
        db.session.commit()
        db.engine.dispose()
    if password:
        say(f"First administrator: {config.admin_email}, one-time password {password}")
        say(f"  (also in {config.instance_path / PASSWORD_FILE}, until it is changed)")
