"""The review queue: one tweet at a time, by button or by key."""

import uuid

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from airparadis.db.tables import Prediction
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.review.queue import Decision, QueueItem, Reason
from airparadis.lib.clock import utc_now
from airparadis.services.models import training_jobs, training_progress
from airparadis.services.predictions import predict as predictions
from airparadis.services.review import labels
from airparadis.services.review import queue as review
from airparadis.web.access.access import permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from airparadis.web.urls import page_number

bp = Blueprint("review", __name__, url_prefix="/admin/review")


@bp.get("")
@permission_required(Permission.REVIEW)
def queue() -> str:
    """The next tweet to label, or the one that the address names."""
    session, config = db.session(), runtime().config
    opinions = labels.opinions(session)
    share = config.review_second_share
    items = review.queue(session, current_user.email, utc_now(), share, opinions)
    item = _asked_for(items) or next(iter(items), None)
    return render_template(
        "review/queue.html",
        item=item,
        prediction=item and session.get(Prediction, item.candidate.prediction_id),
        waiting=len(items),
        previous=labels.latest(session, current_user.email),
        agreement=labels.agreement_of(opinions),
        disputed=labels.disputed(opinions),
        progress=training_progress.read(
            session,
            config.retrain_after,
            config.gate_min_rows,
            training_jobs.labels_taken_at(session),
            opinions,
        ),
        hides_answer=config.review_hide_answer,
    )


@bp.post("/<uuid:public_id>")
@permission_required(Permission.REVIEW)
def decide(public_id: uuid.UUID) -> ResponseReturnValue:
    """Record the pressed button's decision and go on with the next tweet."""
    decision = request.form.get("decision", "")
    if decision not in set(Decision):
        abort(400)
    session = db.session()
    prediction = predictions.find(session, public_id)
    labels.give(session, prediction, current_user.email, Decision(decision), utc_now())
    note(Act.LABELLED, public_id, decision=decision)
    session.commit()
    return redirect(url_for(".queue"), 303)


@bp.post("/undo")
@permission_required(Permission.REVIEW)
def undo() -> ResponseReturnValue:
    """Take the last decision back and show its tweet again."""
    undone = labels.undo(db.session(), current_user.email, utc_now())
    if undone is not None:
        note(Act.LABEL_UNDONE, undone.prediction.public_id if undone.prediction else "")
    db.session.commit()
    if undone is None or undone.prediction is None:
        flash(_("There is nothing to undo."))
        return redirect(url_for(".queue"), 303)
    return redirect(url_for(".queue", prediction=undone.prediction.public_id), 303)


@bp.get("/history")
@permission_required(Permission.REVIEW)
def history() -> str:
    """Show labels with their reviewers and times, undone ones included."""
    number = page_number()
    listed = labels.history(db.session(), number)
    if number > listed.last:
        abort(404)
    return render_template("review/history.html", page=listed)


def _asked_for(items: list[QueueItem]) -> QueueItem | None:
    """The tweet of the address, if it can be read and is there."""
    try:
        public_id = uuid.UUID(request.args.get("prediction", ""))
    except ValueError:
        return None
    prediction = predictions.find(db.session(), public_id)
    for item in items:
        if item.candidate.prediction_id == prediction.id:
            return item
    if prediction.label is None:
        abort(404)
    return QueueItem(review.candidate(db.session(), prediction), 0.0, Reason.RANDOM)
