"""The form and its result."""

import uuid

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from airparadis.db.tables import Prediction, Source
from airparadis.domain.accounts.roles import Permission
from airparadis.domain.predictions.tweet import MAX_LENGTH
from airparadis.services.predictions import predict as predictions
from airparadis.services.predictions.feedback import find_vote, history
from airparadis.web.access.access import may
from airparadis.web.access.limits import FORMS, limited
from airparadis.web.access.visitor import visitor_id, voter
from airparadis.web.extensions import db
from airparadis.web.forms.predictions import FeedbackForm, PredictionForm
from airparadis.web.presentation.highlight import segments
from airparadis.web.presentation.tweet_cards import prediction_cards
from airparadis.web.recording.scoring import score
from airparadis.web.runtime import runtime

bp = Blueprint("prediction", __name__)


@bp.get("/")
def form() -> str:
    """An empty form, or one filled from a link's `text`."""
    return render_template(
        "predictions/form.html",
        form=PredictionForm(formdata=None, text=request.args.get("text", "")),
        max_length=MAX_LENGTH,
    )


@bp.post("/")
@limited(FORMS)
def submit() -> ResponseReturnValue:
    """Score the tweet, keep it, and lead to its own page."""
    form = PredictionForm()
    if not form.validate_on_submit():
        page = render_template("predictions/form.html", form=form, max_length=MAX_LENGTH)
        return page, 422
    [prediction] = score([form.text.data], Source.FORM)
    return redirect(url_for(".show", public_id=prediction.public_id), 303)


@bp.get("/predictions/<uuid:public_id>")
@limited(FORMS, unless=lambda: may(Permission.VIEW))
def show(public_id: uuid.UUID) -> str:
    """A prediction: the verdict, the words that decided, and this visitor's vote.

    Limited as the form is, which leads here: to find the words takes as long as many pages.
    """
    return render_result(predictions.find(db.session(), public_id))


def render_result(prediction: Prediction, vote_form: FeedbackForm | None = None) -> str:
    """The result page; with a vote form that was refused, its errors are shown."""
    visitor = visitor_id()
    vote = find_vote(db.session(), prediction, voter(visitor)) if visitor else None
    classifier = runtime().model.present
    is_reviewed = may(Permission.REVIEW) and prediction.label is not None
    explanation = predictions.explain(classifier, prediction) if classifier else None
    return render_template(
        "predictions/result.html",
        prediction=prediction,
        card=prediction_cards([prediction])[prediction.id] if is_reviewed else None,
        segments=segments(prediction.text, explanation),
        explanation=explanation,
        has_model=classifier is not None,
        uncertain_below=classifier.manifest.uncertain_below if classifier else None,
        vote=vote,
        history=history(db.session(), prediction) if may(Permission.REVIEW) else [],
        vote_form=vote_form or FeedbackForm(formdata=None, obj=vote),
        form=PredictionForm(formdata=None),
        max_length=MAX_LENGTH,
    )
