"""Thumbs on a batch's first rows, and their way to the review queue."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.db.tables import Prediction
from airparadis.domain.accounts.roles import Permission
from airparadis.lib.clock import utc_now
from airparadis.services.batches import stored_files
from airparadis.services.batches.promote import promote_row
from airparadis.web.access.access import permission_required
from airparadis.web.extensions import db
from airparadis.web.pages.batches import reading
from airparadis.web.pages.batches.batches import bp, find_batch
from airparadis.web.recording.assigning import assign_from_form
from airparadis.web.recording.card_votes import vote_from_form
from airparadis.web.urls import local_url


@bp.post("/<int:job_id>/rows/<int:row>/vote")
@permission_required(Permission.SCORE_FILES)
def vote(job_id: int, row: int) -> ResponseReturnValue:
    """Record this browser's vote; it counts in the error window and the queue like any other."""
    return vote_from_form(_promoted(job_id, row).public_id, _back(job_id))


@bp.post("/<int:job_id>/rows/<int:row>/review")
@permission_required(Permission.REVIEW)
def review_row(job_id: int, row: int) -> ResponseReturnValue:
    """Open a row in the review queue."""
    prediction = _promoted(job_id, row)
    return redirect(url_for("review.queue", prediction=prediction.public_id), 303)


@bp.post("/<int:job_id>/rows/<int:row>/assignee")
@permission_required(Permission.REVIEW)
def assign_row(job_id: int, row: int) -> ResponseReturnValue:
    """Make a reviewer responsible for a row, or nobody."""
    return assign_from_form(_promoted(job_id, row).public_id, _back(job_id))


def _promoted(job_id: int, row: int) -> Prediction:
    job, session = find_batch(job_id), db.session()
    rows = stored_files.first_rows(reading.folder_of(job))
    prediction = promote_row(session, job, rows, row, utc_now())
    session.commit()
    return prediction


def _back(job_id: int) -> str:
    default = url_for("batches.show", job_id=job_id)
    return local_url(request.form.get("next", ""), default=default)
