"""The application factory: wiring only."""

from collections.abc import Callable
from typing import Any

from flask_openapi3 import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from airparadis.cli.commands import Commands
from airparadis.cli.migrations import bind_migrations_later
from airparadis.cli.plain_errors import plain_errors
from airparadis.config.settings import Config
from airparadis.db.base import engine_options
from airparadis.lib import json_logs
from airparadis.lib.private_files import keep_private
from airparadis.lib.project import ROOT
from airparadis.ml.contract import Classifier
from airparadis.notify import event_log
from airparadis.web.access.access import load_account
from airparadis.web.access.path_prefix import PathPrefix, check_prefix
from airparadis.web.access.request_target import RequestTarget
from airparadis.web.access.security import SecurityHeaders
from airparadis.web.access.signed_cookies import SignedCookies, sign_with_sha256
from airparadis.web.api import OPENAPI_SETTINGS
from airparadis.web.api.plain_call import PlainCalls
from airparadis.web.extensions import babel, csrf, db, login, mail
from airparadis.web.pages import register_views
from airparadis.web.presentation.locale import select_locale, select_timezone
from airparadis.web.request_log import init_request_log
from airparadis.web.runtime import make_runtime, runtime
from airparadis.web.telemetry.requests import init_metrics
from airparadis.web.telemetry.tracing import init_tracing
from airparadis.web.unread_body import UnreadBodies

MAX_BODY_BYTES = 8 * 1024 * 1024


class _Application(OpenAPI):
    """An application without asynchronous views: Flask looks for them at every hook otherwise."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(config: Config | None = None, classifier: Classifier | None = None) -> OpenAPI:
    """Make the application. Reads no model, opens no database, starts no thread but to send traces.

    Args:
        config: the settings; None reads the environment.
        classifier: a model to serve; None serves the one in `config.model_store`.

    Raises:
        ConfigError: a setting is missing or cannot be read.
    """
    config = config or Config.from_env()
    app = _Application(
        "airparadis",
        instance_path=str(config.instance_path),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        **OPENAPI_SETTINGS,
    )
    app.url_map.strict_slashes = False  # `/predict/` is `/predict`: a redirect would lose the POST
    app.cli = Commands(app)
    app.config.from_mapping(_flask_settings(config))
    app.extensions["airparadis"] = make_runtime(config, classifier)
    if config.telemetry == "off":
        app.wsgi_app = PlainCalls(app)  # type: ignore[method-assign]
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    if config.path_prefix:
        app.wsgi_app = PathPrefix(app.wsgi_app, config.path_prefix)  # type: ignore[method-assign]
    app.wsgi_app = RequestTarget(app.wsgi_app)  # type: ignore[method-assign]
    init_request_log(app, is_logged=config.access_log)
    app.wsgi_app = SecurityHeaders(app.wsgi_app, is_secure=config.is_secure)  # type: ignore[method-assign]
    app.wsgi_app = UnreadBodies(app.wsgi_app)  # type: ignore[method-assign]
    app.session_interface = SignedCookies()
    sign_with_sha256()
    init_metrics(app, lambda: runtime().metrics)
    init_tracing(app, config)
    json_logs.configure()
    event_log.configure_logging(config.instance_path)
    _bind_extensions(app)
    register_views(app)
    if config.path_prefix:
        check_prefix(config.path_prefix, app.url_map)
    return app


def create_cli_app() -> OpenAPI:
    """Make the application for `flask` commands (`.flaskenv`): a bad setting ends in one line."""
    keep_private()
    return plain_errors(create_app)()


def _bind_extensions(app: OpenAPI) -> None:
    db.init_app(app)
    bind_migrations_later(app)
    mail.init_app(app)
    csrf.init_app(app)
    login.init_app(app)
    login.login_view = "auth.login"
    login.login_message = ""  # the page it leads to speaks for itself
    login.user_loader(load_account)
    babel.init_app(app, locale_selector=select_locale, timezone_selector=select_timezone)


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.signing_key(),
        "SQLALCHEMY_DATABASE_URI": config.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database),
        "MAX_CONTENT_LENGTH": MAX_BODY_BYTES,
        "SEND_FILE_MAX_AGE_DEFAULT": 365 * 24 * 3600,  # asset URLs carry a hash of the content
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_secure,
        "SESSION_COOKIE_NAME": f"{config.cookie_prefix}session",
        "SESSION_COOKIE_PATH": config.path_prefix or "/",
        "PERMANENT_SESSION_LIFETIME": config.session_lifetime.absolute,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form left open loses nothing
        "WTF_CSRF_SSL_STRICT": False,  # SameSite cookies and the token do; referrers are stripped
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "airparadis" / "web" / "translations"),
        "MAIL_SERVER": config.mail_server,
        "MAIL_PORT": config.mail_port,
        "MAIL_USE_TLS": config.mail_use_tls,
        "MAIL_USE_SSL": config.mail_use_ssl,
        "MAIL_TLS_VERIFY": config.mail_tls_verify,
        "MAIL_CA_FILE": config.mail_ca_file,
        "MAIL_USERNAME": config.mail_username,
        "MAIL_PASSWORD": config.mail_password,
        "MAIL_DEFAULT_SENDER": config.mail_default_sender,
        "MAIL_TIMEOUT_SECONDS": config.mail_timeout_seconds,
        "MAIL_SUPPRESS_SEND": False,
    }
