"""Streams made, changed and removed."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.db.tables import Stream
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.radar.enums import Sensitivity
from airparadis.domain.radar.sources.names import SourceName
from airparadis.lib.clock import utc_now
from airparadis.lib.errors import StreamError
from airparadis.services.radar import streams
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.labels.radar import stream_fault
from airparadis.web.pages.radar.blueprint import bp


@bp.route("/streams/new", methods=["GET", "POST"])
@permission_required(Permission.MANAGE_STREAMS)
def create() -> ResponseReturnValue:
    """Watch something new."""

    def make() -> Stream:
        return streams.add(
            db.session(),
            request.form.get("name", ""),
            _terms(),
            utc_now(),
            languages=_languages(),
            sensitivity=_sensitivity(),
            sources=request.form.getlist("sources"),
        )

    return _edited(None, make)


@bp.route("/streams/<int:stream_id>/edit", methods=["GET", "POST"])
@permission_required(Permission.MANAGE_STREAMS)
def edit(stream_id: int) -> ResponseReturnValue:
    """Look for something else, or more sharply, or under another name."""
    stream = streams.find(db.session(), stream_id)

    def change() -> Stream:
        name = request.form.get("name")
        heard = request.form.getlist("sources")
        streams.change(db.session(), stream, _terms(), _languages(), _sensitivity(), name, heard)
        return stream

    return _edited(stream, change)


def _edited(stream: Stream | None, save: Callable[[], Stream]) -> ResponseReturnValue:
    """The form, or what became of it."""
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            saved = save()
            note(Act.STREAM_CHANGED if stream else Act.STREAM_ADDED, saved.name)
            db.session.commit()
            return redirect(url_for(".show", stream_id=saved.id), 303)
        except StreamError as error:
            db.session.rollback()
            faults = stream_fault(error)
    page = render_template(
        "radar/stream_form.html",
        stream=stream,
        sent=request.form,
        faults=faults,
        levels=list(Sensitivity),
        sources=list(SourceName),
    )
    return page, 422 if faults else 200


@bp.post("/streams/<int:stream_id>/remove")
@permission_required(Permission.DELETE_STREAMS)
def remove(stream_id: int) -> ResponseReturnValue:
    """Forget a stream, its counts and its incidents."""
    stream = streams.find(db.session(), stream_id)
    name = stream.name
    streams.remove(db.session(), stream)
    note(Act.STREAM_REMOVED, name)
    db.session.commit()
    return redirect(url_for(".overview"), 303)


def _terms() -> list[str]:
    return request.form.get("terms", "").splitlines()


def _languages() -> list[str]:
    return request.form.get("languages", "").replace(",", " ").split()


def _sensitivity() -> Sensitivity:
    chosen = request.form.get("sensitivity", "")
    return Sensitivity(chosen) if chosen in set(Sensitivity) else Sensitivity.BALANCED
