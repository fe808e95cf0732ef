"""The review queue: one tweet at a time, by button or by key."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from airparadis.db.tables import Prediction, Stream
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.audit import Act
from airparadis.domain.review.queue import Decision, QueueItem, Reason
from airparadis.domain.review.topics import Topic
from airparadis.lib.clock import utc_now
from airparadis.services.models import training_jobs, training_progress
from airparadis.services.predictions import predict as predictions
from airparadis.services.radar.streams import all_streams
from airparadis.services.review import assignments, labels
from airparadis.services.review import queue as review
from airparadis.services.review.queue_filter import QueueFilter
from airparadis.services.review.topics import current_topics
from airparadis.text.language import Language
from airparadis.web.access.access import account, permission_required
from airparadis.web.access.auditing import note
from airparadis.web.extensions import db
from airparadis.web.presentation.tweet_cards import prediction_cards
from airparadis.web.recording.assigning import assign_from_form
from airparadis.web.runtime import runtime
from airparadis.web.urls import local_url, page_number, query_number

FILTERS = ("topic", "stream", "language", "reason", "assigned")

bp = Blueprint("review", __name__, url_prefix="/admin/review")


@bp.get("")
@permission_required(Permission.REVIEW)
def queue() -> str:
    """The next tweet to label, or the one that the address names."""
    session, config = db.session(), runtime().config
    opinions = labels.opinions(session)
    share = config.review_second_share
    topics, streams = current_topics(session), all_streams(session)
    assigned = assignments.assigned_to(session, _chosen_assignee() or account().id)
    items = review.queue(session, current_user.email, utc_now(), share, opinions, assigned)
    items = _read_filter(topics, streams).apply(items)
    item = _asked_for(items) or next(iter(items), None)
    prediction = item and session.get(Prediction, item.candidate.prediction_id)
    return render_template(
        "review/queue.html",
        item=item,
        prediction=prediction,
        card=prediction and prediction_cards([prediction])[prediction.id],
        assignees=assignments.assignees(session),
        waiting=len(items),
        duplicates=item and review.texts_of(session, item.duplicates),
        topics=topics,
        streams=streams,
        reasons=[Reason.REPORTED, Reason.UNCERTAIN, Reason.NOVEL, Reason.SECOND_OPINION],
        languages=list(Language),
        query=_query(),
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
    session, now, reviewer = db.session(), utc_now(), current_user.email
    prediction = predictions.find(session, public_id)
    labels.give(session, prediction, reviewer, Decision(decision), now)
    others = _duplicates() if "with_duplicates" in request.form else []
    together = labels.give_duplicates(
        session, prediction, others, reviewer, Decision(decision), now
    )
    note(Act.LABELLED, public_id, decision=decision, duplicates=together)
    session.commit()
    return redirect(url_for(".queue", **_query()), 303)


@bp.post("/<uuid:public_id>/assignee")
@permission_required(Permission.REVIEW)
def assign(public_id: uuid.UUID) -> ResponseReturnValue:
    """Make a reviewer responsible for a tweet, or nobody."""
    own_page = url_for("prediction.show", public_id=public_id)
    return assign_from_form(public_id, local_url(request.form.get("next", ""), default=own_page))


@bp.get("/history")
@permission_required(Permission.REVIEW)
def history() -> str:
    """Show labels with their reviewers and times, undone ones included."""
    number = page_number()
    listed = labels.history(db.session(), number)
    if number > listed.last:
        abort(404)
    return render_template("review/history.html", page=listed)


def _query() -> dict[str, Any]:
    """The filter of the address, which every label and undo keeps."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _read_filter(topics: Sequence[Topic], streams: Sequence[Stream]) -> QueueFilter:
    chosen = _query()
    language, reason = chosen.get("language"), chosen.get("reason")
    if chosen.get("assigned"):
        reason = Reason.ASSIGNED.value
    terms = {str(stream.id): stream.terms for stream in streams}
    return QueueFilter(
        next((topic for topic in topics if topic.name == chosen.get("topic")), None),
        terms.get(chosen.get("stream", "")),
        Language(language) if language in set(Language) else None,
        Reason(reason) if reason in set(Reason) else None,
    )


def _chosen_assignee() -> int | None:
    """Return the account of the filter; None without one, or if it is the reader's own."""
    chosen = request.args.get("assigned", "")
    return None if chosen in {"", "me"} else query_number("assigned", 0)


def _duplicates() -> list[uuid.UUID]:
    """The near-duplicates that the form names; a broken identifier is a broken form."""
    try:
        return [uuid.UUID(name) for name in request.form.getlist("duplicate")]
    except ValueError:
        abort(400)


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
