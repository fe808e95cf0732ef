"""The data held on an account: shown, exported, deleted. Names travel in bodies, not URLs."""

import json
from collections.abc import Iterator

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.radar.sources.ingest_schema import MAX_AUTHOR, MAX_ID, MAX_SOURCE
from airparadis.services.radar import privacy
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note, note_alone
from airparadis.web.extensions import db
from airparadis.web.pages.radar.blueprint import bp


@bp.route("/people", methods=["GET", "POST"])
@permission_required(Permission.MANAGE_PERSONAL_DATA)
def people() -> ResponseReturnValue:
    """Show how many tweets are held on an account, and offer to export or delete them."""
    if request.method == "GET":
        return _page()
    author = _author()
    if not author:
        return _page(fault=_("Enter the name of an account.")), 422
    return _page(author, privacy.count_by(db.session(), author))


@bp.post("/people/export")
@permission_required(Permission.MANAGE_PERSONAL_DATA)
def export_author() -> Response:
    """Everything that is stored on an account, as JSON lines."""
    note_alone(Act.TWEETS_EXPORTED)  # whose they are stays between them and us
    rows = privacy.held_on(db.session(), _author())
    response = Response(stream_with_context(_lines(rows)), mimetype="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="air-paradis-account.jsonl"'
    return response


@bp.post("/people/forget")
@permission_required(Permission.MANAGE_PERSONAL_DATA)
def forget_author() -> ResponseReturnValue:
    """Delete the tweets of an account."""
    return _told(privacy.forget_author(db.session(), _author()))


@bp.post("/people/forget-tweet")
@permission_required(Permission.MANAGE_PERSONAL_DATA)
def forget_tweet() -> ResponseReturnValue:
    """Delete one tweet."""
    source, number = (request.form.get(name, "").strip() for name in ("source", "number"))
    if not source or not number:
        return _page(tweet_fault=_("Enter the source of the tweet and its ID.")), 422
    return _told(privacy.forget_tweet(db.session(), source[:MAX_SOURCE], number[:MAX_ID]))


def _told(deleted: int) -> ResponseReturnValue:
    note(Act.TWEETS_ERASED, deleted=deleted)  # whose they were is forgotten, too
    db.session.commit()
    count = format_decimal(deleted)
    flash(ngettext("%(count)s tweet deleted.", "%(count)s tweets deleted.", deleted, count=count))
    return redirect(url_for(".people"), 303)


def _author() -> str:
    return request.form.get("author", "").replace("\0", "").strip().removeprefix("@")[:MAX_AUTHOR]


def _page(author: str = "", held: int | None = None, fault: str = "", tweet_fault: str = "") -> str:
    return render_template(
        "radar/privacy.html", author=author, held=held, fault=fault, tweet_fault=tweet_fault
    )


def _lines(rows: Iterator[dict[str, object]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"
