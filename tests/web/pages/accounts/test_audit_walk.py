"""Every act leaves its line: a walk over all routes that change something, and all commands.

A new route or command must be added here, with the act it leaves or the reason why it leaves none.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import click
import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from flask_migrate import stamp

from airparadis.config.settings import Config
from airparadis.db.tables import AccountSession, ModelRelease, Prediction, User
from airparadis.domain.accounts.roles import Role
from airparadis.domain.audit import Act
from airparadis.lib.clock import utc_now
from airparadis.lib.project import ROOT
from airparadis.notify.account_links import make_token
from airparadis.notify.chat import address_digest
from airparadis.notify.mail_links import acknowledge_token
from airparadis.services.accounts import accounts
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from tests.conftest import PASSWORD, running
from tests.support.databases import is_postgresql
from tests.support.models import write_light_model
from tests.web.access.test_access import SAFE, calls
from tests.web.pages.accounts.test_audit import entries
from tests.web.pages.batches.test_batches import CSV
from tests.web.pages.models.test_models import candidate
from tests.web.pages.radar.test_uploads import CONTENT

NEW = "new words for a lock"
COLLEAGUE = "new@example.org"
CHAT = "json://127.0.0.1:9"
PRESS = MappingProxyType({"name": "Press", "recipients": "press@example.org"})


class World(NamedTuple):
    """The application that steps run against."""

    app: Flask
    version: str
    """A model that the gate has passed."""


Form = Mapping[str, Any]
Address = str | Callable[[World], str]


class Step(NamedTuple):
    """A request that an administrator makes, and what it leaves."""

    endpoint: str
    act: Act
    path: Address
    form: Form | Callable[[World], Form] = MappingProxyType({})


SILENT: Mapping[str, str] = {
    "prediction.submit": "anybody's; kept as a prediction",
    "api.predict": "anybody's; kept as a prediction",
    "feedback.vote": "anybody's; kept with its history",
    "api.vote": "anybody's; kept with its history",
    "api.take_tweets": "a source's daily work; the key tells its last use",
    "preferences.choose": "kept in the reader's browser",
    "auth.log_in": "the account's page lists its sessions",
    "auth.log_out": "the account's page lists its sessions",
    "second_factor.check": "the account's page lists its sessions",
    "second_factor.begin": "counts once it is confirmed",
    "saved_views.save": "the account's own list",
    "saved_views.remove": "the account's own list",
    "radar.people": "looks up, changes nothing",
    "radar.vote": "kept with its history",
    "batches.vote": "kept with its history",
    "batches.review_row": "kept as a prediction, then with its label",
    "radar.review_tweet": "kept as a prediction, then with its label",
}
"""Routes that take more than GET and leave no line."""


def user(app: Flask, email: str) -> User:
    with app.app_context():
        return db.session.query(User).filter_by(email=email).one()


def link(kind: str) -> Callable[[World], str]:
    """The address of a signed link for the colleague."""

    def path(world: World) -> str:
        with world.app.app_context():
            key = runtime().config.signing_key()
            return f"/{kind}/{make_token(key, user(world.app, COLLEAGUE))}"

    return path


def other_session(world: World) -> str:
    """The end of another session of the administrator."""
    other = world.app.test_client()
    other.post("/login", data={"email": "administrator@example.org", "password": PASSWORD})
    with world.app.app_context():
        number = db.session.query(AccountSession).order_by(AccountSession.id.desc()).first()
        assert number
        return f"/account/sessions/{number.id}/end"


def code(world: World) -> Form:
    secret = user(world.app, "administrator@example.org").totp_secret
    return {"code": pyotp.TOTP(secret or "").at(utc_now())}


def incident_link(world: World) -> str:
    with world.app.app_context():
        return f"/incidents/{acknowledge_token(runtime().config.signing_key(), 1)}"


def chat(world: World) -> str:
    with world.app.app_context():
        return f"/admin/settings/test-chat/{address_digest(CHAT, runtime().config)}"


def first_prediction(world: World) -> str:
    with world.app.app_context():
        return f"/admin/review/{db.session.query(Prediction.public_id).limit(1).scalar()}"


def replaced(world: World) -> Form:
    with world.app.app_context():
        return {"version": db.session.query(ModelRelease).one().previous_version}


def file(content: bytes, name: str) -> Callable[[World], Form]:
    return lambda _world: {"file": (io.BytesIO(content), name)}


PASSWORDS = {"password": NEW, "repeat": NEW}
LABELS = b'{"text": "so bad", "label": "negative"}\n'
STEPS = (
    Step(
        "accounts.invite",
        Act.ACCOUNT_INVITED,
        "/admin/accounts/invite",
        {"email": COLLEAGUE, "role": "analyst", "language": "en"},
    ),
    Step("password_link.accept", Act.ACCOUNT_ACCEPTED, link("invitation"), PASSWORDS),
    Step("accounts.change_role", Act.ACCOUNT_ROLE, "/admin/accounts/2/role", {"role": "viewer"}),
    Step("accounts.end_sessions", Act.SESSIONS_ENDED, "/admin/accounts/2/end-sessions"),
    Step("accounts.reset_factor", Act.FACTOR_RESET, "/admin/accounts/2/reset-factor"),
    Step("accounts.make_link", Act.PASSWORD_LINK, "/admin/accounts/2/link"),
    Step("accounts.deactivate", Act.ACCOUNT_DEACTIVATED, "/admin/accounts/2/deactivate"),
    Step("accounts.reactivate", Act.ACCOUNT_REACTIVATED, "/admin/accounts/2/reactivate"),
    Step("password_link.send", Act.PASSWORD_LINK, "/password/forgotten", {"email": COLLEAGUE}),
    Step("password_link.reset", Act.PASSWORD_RESET, link("password"), PASSWORDS),
    Step("account.end_session", Act.SESSIONS_ENDED, other_session),
    Step("account.end_others", Act.SESSIONS_ENDED, "/account/sessions/end"),
    Step(
        "second_factor.confirm", Act.FACTOR_ENABLED, "/account/second-factor/confirm", code
    ),  # begun before the walk
    Step(
        "second_factor.new_codes",
        Act.RECOVERY_CODES,
        "/account/second-factor/codes",
        {"current": PASSWORD},
    ),
    Step(
        "second_factor.disable",
        Act.FACTOR_DISABLED,
        "/account/second-factor/disable",
        {"current": PASSWORD},
    ),
    Step(
        "auth.password",
        Act.PASSWORD_CHANGED,
        "/account/password",
        {"current": PASSWORD, **PASSWORDS},
    ),
    Step(
        "api_keys.create",
        Act.KEY_CREATED,
        "/admin/keys",
        {"name": "reports", "scopes": ["read"], "days": "30"},
    ),
    Step("api_keys.revoke", Act.KEY_REVOKED, "/admin/keys/1/revoke"),
    Step(
        "settings.save",
        Act.RULE_SAVED,
        "/admin/settings",
        {"threshold": 4, "minutes": 5, "repeat": 0},
    ),
    Step("settings.reset", Act.RULE_RESET, "/admin/settings/reset"),
    Step("settings.save_digest", Act.DIGEST_TIME, "/admin/settings/digest", {"at": "08:00"}),
    Step("delivery_tests.send", Act.TEST_MESSAGE, "/admin/settings/test-mail"),
    Step("delivery_tests.send", Act.TEST_MESSAGE, "/admin/settings/test-webhook"),
    Step("delivery_tests.send", Act.TEST_MESSAGE, chat),
    Step("topics.save", Act.TOPICS_SAVED, "/admin/topics", {"rules": "bags: bag"}),
    Step("topics.reset", Act.TOPICS_RESET, "/admin/topics/reset"),
    Step("models.train", Act.TRAINING_REQUESTED, "/admin/models/train"),
    Step(
        "models.release",
        Act.RELEASED,
        "/admin/models/release",
        lambda world: {"version": world.version},
    ),
    Step("models.roll_back", Act.ROLLED_BACK, "/admin/models/roll-back", replaced),
    Step("radar.create", Act.STREAM_ADDED, "/radar/streams/new", {"name": "brand", "terms": "air"}),
    Step("radar.edit", Act.STREAM_CHANGED, "/radar/streams/1/edit", {"terms": "air\nparadis"}),
    Step("radar.take_in", Act.TWEETS_UPLOADED, "/radar/uploads", file(CONTENT, "tweets.csv")),
    Step("radar.start_upload", Act.UPLOAD_STARTED, "/radar/uploads/1/start"),
    Step("radar.stop_upload", Act.UPLOAD_STOPPED, "/radar/uploads/1/stop"),
    Step("radar.export_author", Act.TWEETS_EXPORTED, "/radar/people/export", {"author": "ana"}),
    Step("radar.forget_author", Act.TWEETS_ERASED, "/radar/people/forget", {"author": "ana"}),
    Step(
        "radar.forget_tweet",
        Act.TWEETS_ERASED,
        "/radar/people/forget-tweet",
        {"source": "x", "number": "1"},
    ),
    Step("radar.remove", Act.STREAM_REMOVED, "/radar/streams/1/remove"),
    Step("review.decide", Act.LABELLED, first_prediction, {"decision": "negative"}),
    Step("undo.undo", Act.LABEL_UNDONE, "/undo/label", {"label": "1"}),
    Step(
        "review.assign",
        Act.TWEET_ASSIGNED,
        lambda world: f"{first_prediction(world)}/assignee",
        {"assignee": "administrator@example.org"},
    ),
    Step("review_files.take_in", Act.IMPORTED, "/admin/review/files", file(LABELS, "labels.jsonl")),
    Step("incidents.acknowledge", Act.INCIDENT_ACKNOWLEDGED, "/admin/incidents/1/acknowledge"),
    Step("undo.undo", Act.INCIDENT_UNACKNOWLEDGED, "/undo/acknowledgement", {"incident": "1"}),
    Step("incidents.assign", Act.INCIDENT_ASSIGNED, "/admin/incidents/1/owner", {"owner": ""}),
    Step("incidents.add_note", Act.INCIDENT_NOTED, "/admin/incidents/1/notes", {"note": "On it."}),
    Step("incidents.snooze", Act.INCIDENT_SNOOZED, "/admin/incidents/1/snooze", {"hours": "1"}),
    Step("undo.undo", Act.INCIDENT_UNSNOOZED, "/undo/snooze", {"incident": "1"}),
    Step("mail_link.act", Act.INCIDENT_ACKNOWLEDGED, incident_link),
    Step("batches.upload", Act.BATCH_UPLOADED, "/admin/batches", file(CSV, "tweets.csv")),
    Step("batches.cancel", Act.BATCH_CANCELLED, "/admin/batches/1/cancel"),
    Step("batches.delete", Act.BATCH_DELETED, "/admin/batches/1/delete"),
    Step("contacts.adopt", Act.CONTACTS_ADOPTED, "/admin/contacts/adopt"),
    Step("contacts.create", Act.CONTACT_ADDED, "/admin/contacts/new?channel=mail", PRESS),
    Step("contacts.edit", Act.CONTACT_CHANGED, "/admin/contacts/4", PRESS),
    Step("contacts.add_route", Act.ROUTE_ADDED, "/admin/contacts/4/routes", {"topic": "burst"}),
    Step("contacts.remove_route", Act.ROUTE_REMOVED, "/admin/contacts/4/routes/4/remove"),
    Step("contacts.test", Act.TEST_MESSAGE, "/admin/contacts/4/test"),
    Step("contacts.remove", Act.CONTACT_REMOVED, "/admin/contacts/4/remove"),
    Step("contacts.save_hours", Act.QUIET_HOURS, "/admin/contacts/quiet-hours", {"break_at": "0"}),
    Step("contacts.reset", Act.CONTACTS_RESET, "/admin/contacts/reset"),
)
ELSEWHERE: Mapping[str, str] = {
    "radar.assign_tweet": "the same, of a tweet of the radar: test_assignments",
    "batches.assign_row": "the same, of a row of a file: test_judging",
    "batches.start": "needs a worker's look at the file: test_batches",
}


@pytest.fixture
def config(config: Config) -> Config:
    ways = {"mail_server": "127.0.0.1", "mail_port": 9, "alert_recipients": ("oncall@example.org",)}
    ways |= {"alert_webhook_url": "http://127.0.0.1:9/", "alert_chat_urls": (CHAT,)}
    much = dict.fromkeys(
        ("rate_limit_login", "rate_limit_account", "rate_limit_form"), "999/second"
    )
    return config.model_copy(update=ways | much)


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    """An application that serves a small model from disk, and could serve another."""
    default = write_light_model(tmp_path / "default")
    with running(config.model_copy(update={"model_dir": default, "training_data": "x.csv"})) as app:
        yield app


def make_administrator(app: Flask) -> None:
    with app.app_context():
        email = "administrator@example.org"
        accounts.create_user(db.session(), email, PASSWORD, Role.ADMINISTRATOR, utc_now())
        db.session.commit()


@pytest.fixture
def world(app: Flask, client: FlaskClient, runner: FlaskCliRunner, tmp_path: Path) -> World:
    """Three predictions, an incident, a model to release; an administrator with half a factor."""
    for text in ("so bad", "not good", "bad meal"):
        made = client.post("/api/v1/predict", json={"text": text}).get_json()
        vote = {"prediction_id": made["id"], "is_correct": False}
        assert client.post("/api/v1/feedback", json=vote).status_code == 200
    assert runner.invoke(args=["monitor"]).exit_code == 0
    make_administrator(app)
    client.post("/login", data={"email": "administrator@example.org", "password": PASSWORD})
    begun = client.post("/account/second-factor/begin", data={"current": PASSWORD})
    assert begun.status_code == 303
    return World(app, candidate(app, tmp_path, passed=True))


def test_every_route_that_changes_something_leaves_a_line_or_is_known_not_to(app: Flask) -> None:
    changing = {
        rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - SAFE
    }
    walked = {step.endpoint for step in STEPS}
    assert sorted([*walked, *SILENT, *ELSEWHERE]) == sorted(changing)


def test_every_act_by_form_leaves_its_line(world: World, client: FlaskClient) -> None:
    known = len(entries(world.app))
    for step in STEPS:
        path = step.path(world) if callable(step.path) else step.path
        form = step.form(world) if callable(step.form) else step.form
        answer = client.post(path, data=form)
        assert answer.status_code in {200, 303}, (step.endpoint, answer.status_code, answer.text)
        answer.close()
        listed = entries(world.app)
        assert len(listed) == known + 1, step.endpoint
        assert listed[0].act == step.act, step.endpoint
        known += 1


NO_TEXT = ("\0", "\x1b[2J\r\nX: 1", "\u202e\u200b", "9" * 400, "é" * 100_000)


@pytest.mark.parametrize("garbage", NO_TEXT, ids=["NUL", "control", "invisible", "digits", "long"])
def test_no_field_of_a_form_breaks_on_what_is_no_text(
    world: World, client: FlaskClient, garbage: str
) -> None:
    """Refused beside the field or taken as it is, on each database; never an error of ours."""
    with world.app.app_context():
        accounts.create_user(db.session(), COLLEAGUE, PASSWORD, Role.VIEWER, utc_now())
        db.session.commit()
    broken = []
    for step in STEPS:
        path = step.path(world) if callable(step.path) else step.path
        form = {} if callable(step.form) else step.form
        if step.endpoint in {"accounts.deactivate", "auth.password", "second_factor.disable"}:
            continue  # they would end the walk
        for name, value in form.items():
            spoilt = [garbage] if isinstance(value, list) else f"{value}{garbage}"
            answer = client.post(path, data={**form, name: spoilt})
            if answer.status_code >= 500:
                broken.append((step.endpoint, name))
            answer.close()
    assert broken == []


ARGUMENTS = (
    *("page", "before", "after", "search", "since", "until", "hours", "days", "span", "label"),
    *("source", "sort", "order", "kind", "actor", "target", "version", "prediction", "next"),
    *("reach", "copies", "threshold", "minutes", "at", "limit", "cursor", "burst", "topic"),
    *("add", "against", "text", "channel", "assigned"),
)
GARBAGE = ("\0", "-1", "9" * 30, "1e400", "NaN", "2026-13-45", "%", "_", "'", "[]", "9999-12-31")


def test_no_argument_of_an_address_breaks_a_page(world: World, client: FlaskClient) -> None:
    pages = [
        (rule.endpoint, path)
        for rule, method, path in calls(world.app)
        if method == "GET" and rule.endpoint != "static"
    ]
    assert len(pages) > 40
    broken = []
    for endpoint, path in pages:
        for garbage in GARBAGE:
            answer = client.get(path, query_string=dict.fromkeys(ARGUMENTS, garbage))
            if answer.status_code >= 500:
                broken.append((endpoint, garbage))
            answer.close()
    assert broken == []


def test_arguments_that_pages_read_are_among_those_that_are_spoilt() -> None:
    read = re.compile(r"""request\.args\.get\(\s*["'](\w+)""")
    found = {
        name
        for path in (ROOT / "airparadis" / "web").rglob("*.py")
        for name in read.findall(path.read_text("utf-8"))
    }
    assert found <= set(ARGUMENTS)


FLASK_OWN = {"run", "shell", "routes", "db", "openapi"}
COMMANDS: Mapping[str, tuple[Act, tuple[str, ...]]] = {
    "user create": (Act.ACCOUNT_CREATED, (COLLEAGUE,)),
    "user set-password": (Act.PASSWORD_CHANGED, (COLLEAGUE,)),
    "user set-role": (Act.ACCOUNT_ROLE, (COLLEAGUE, "viewer")),
    "user deactivate": (Act.ACCOUNT_DEACTIVATED, (COLLEAGUE,)),
    "user reactivate": (Act.ACCOUNT_REACTIVATED, (COLLEAGUE,)),
    "api-key create": (Act.KEY_CREATED, ("reports",)),
    "api-key revoke": (Act.KEY_REVOKED, ("reports",)),
    "streams add": (Act.STREAM_ADDED, ("brand", "--term", "air")),
    "streams import": (Act.TWEETS_IMPORTED, ("{folder}/tweets.csv",)),
    "streams forget": (Act.TWEETS_ERASED, ("--author", "ana")),
    "streams export": (Act.TWEETS_EXPORTED, ("--author", "ana")),
    "streams remove": (Act.STREAM_REMOVED, ("brand",)),
    "review export": (Act.EXPORTED, ("{folder}/labels.jsonl",)),
    "model add": (Act.CANDIDATE_ADDED, ("{folder}/default",)),
    "backup": (Act.BACKED_UP, ("{folder}/backup",)),
    "restore": (Act.RESTORED, ("{folder}/backup",)),
}
SILENT_COMMANDS: Mapping[str, str] = {
    "user list": "reads",
    "api-key list": "reads",
    "streams list": "reads",
    "streams collect": "stores nothing in the database",
    "model verify": "reads",
    "doctor": "reads",
    "radar replay": "stores nothing",
    "scheduler": "a process",
    "monitor": "one pass of that process",
    "worker": "a process",
}


def names(commands: Mapping[str, click.Command]) -> Iterator[str]:
    for name, command in commands.items():
        if isinstance(command, click.Group):
            yield from (f"{name} {below}" for below in names(command.commands))
        else:
            yield name


def test_every_command_leaves_a_line_or_is_known_not_to(
    app: Flask, runner: FlaskCliRunner, database: dict[str, str], tmp_path: Path
) -> None:
    app.cli.list_commands(click.Context(app.cli))  # which imports them
    ours = {name: command for name, command in app.cli.commands.items() if name not in FLASK_OWN}
    assert sorted([*COMMANDS, *SILENT_COMMANDS]) == sorted(names(ours))
    (tmp_path / "tweets.csv").write_bytes(CONTENT)
    make_administrator(app)
    with app.app_context():
        stamp()
    left_out = {"backup", "restore"} if is_postgresql(database) else set()
    for name, (act, arguments) in COMMANDS.items():
        if name in left_out:
            continue
        told = [argument.format(folder=tmp_path) for argument in arguments]
        done = runner.invoke(args=[*name.split(), *told], input=f"{NEW}\n{NEW}\n")
        assert done.exit_code == 0, (name, done.output)
        latest = entries(app)[0]
        assert latest.act == act, name
        assert latest.actor.startswith("command line"), name
