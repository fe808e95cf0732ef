"""Topics: where the model is weak, and the rules that define them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.review.topics import (
    MAX_NAME_LENGTH,
    InvalidTopicsError,
    parse_topics,
    write_topics,
)
from airparadis.lib.clock import utc_now
from airparadis.services.monitoring import dashboard
from airparadis.services.review import topic_report, topics
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db

bp = Blueprint("topics", __name__, url_prefix="/admin/topics")


@bp.get("")
@permission_required(Permission.REVIEW)
def show() -> str:
    """The error rate of each topic, and the rules; `add` begins one more, not saved yet."""
    written = write_topics(topics.written_topics(db.session()))
    term = " ".join(request.args.get("add", "").replace("\0", "").split())[:MAX_NAME_LENGTH]
    return _page(
        f"{written}\n{term}: {term}" if term else written,
        fault=_first_fault(written),
        is_begun=bool(term),
    )


def _first_fault(written: str) -> int | None:
    """Find the line of the first stored topic that would be refused today."""
    try:
        parse_topics(written)
    except InvalidTopicsError as error:
        return error.line
    return None


@bp.post("")
@permission_required(Permission.REVIEW)
def save() -> ResponseReturnValue:
    """Store the rules, or say which line cannot be read."""
    written = request.form.get("rules", "").replace("\0", "")
    try:
        parsed = parse_topics(written)
    except InvalidTopicsError as error:
        return _page(written, fault=error.line), 422
    topics.store(db.session(), parsed, current_user.email, utc_now())
    note(Act.TOPICS_SAVED, topics=len(parsed))
    db.session.commit()
    flash(_("The topics are saved."))
    return redirect(url_for(".show"), 303)


@bp.post("/reset")
@permission_required(Permission.REVIEW)
def reset() -> ResponseReturnValue:
    """Take the rules that come with the application."""
    topics.reset(db.session())
    note(Act.TOPICS_RESET)
    db.session.commit()
    flash(_("The built-in topics are restored."))
    return redirect(url_for(".show"), 303)


def _page(written: str, fault: int | None = None, *, is_begun: bool = False) -> str:
    session = db.session()
    version = request.args.get("version", "")[:80] or None
    return render_template(
        "review/topics.html",
        report=topic_report.read(session, version),
        is_begun=is_begun,
        version=version,
        options=[("", _("All versions")), *((name, name) for name in dashboard.versions(session))],
        written=written,
        stored=topics.stored_setting(session),
        fault=fault,
    )
