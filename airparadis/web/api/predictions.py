"""Scoring by script."""

from flask import Response
from flask_openapi3 import Tag

from airparadis.db.tables import NewPrediction, Prediction, Source
from airparadis.services.predictions import predict as predictions
from airparadis.web.api import work
from airparadis.web.api.blueprint import bp
from airparadis.web.api.prediction_schemas import (
    BatchReply,
    ExplainedPredictionReply,
    ModelReply,
    PredictionReply,
    PredictReply,
)
from airparadis.web.api.requests import MAX_EXPLAINED, PredictionPath, PredictQuery, PredictRequest
from airparadis.web.api.wire import refuse_field, reply
from airparadis.web.extensions import db
from airparadis.web.recording.scoring import score
from airparadis.web.runtime import runtime

TAG = Tag(name="Predictions", description="Score tweets.")


@bp.post(
    "/predict",
    tags=[TAG],
    summary="Score one tweet, or a batch",
    responses={200: PredictReply},
)
def predict(query: PredictQuery, body: PredictRequest) -> Response:
    """Score tweets; every prediction is stored before it is returned. A batch (`texts`) returns
    `{"predictions": [...]}` in order, equal to single calls to within a millionth."""
    texts, explain = body.tweets, query.explain
    if explain and len(texts) > MAX_EXPLAINED:
        return refuse_field("texts", f"explain at most {MAX_EXPLAINED} tweets a call")
    work.count_tweets(len(texts), explained=explain)
    with work.long_call(len(texts), explained=explain):
        replies = [_reply(made, explain=explain) for made in score(texts, Source.API)]
    return reply(
        replies[0] if body.texts is None else BatchReply.model_construct(predictions=replies)
    )


@bp.get(
    "/predictions/<uuid:prediction_id>",
    tags=[TAG],
    summary="Read a prediction",
    responses={200: PredictionReply},
)
def prediction(path: PredictionPath, query: PredictQuery) -> Response:
    """Return a stored prediction. Its `id` cannot be guessed: anybody who has it may read it."""
    found = predictions.find(db.session(), path.prediction_id)
    work.count_tweets(1, explained=query.explain)
    with work.long_call(1, explained=query.explain):
        return reply(_reply(found, explain=query.explain))


@bp.get("/model", tags=[TAG], summary="Model in service", responses={200: ModelReply})
def model() -> Response:
    """Return the version, language and metrics of the model in service."""
    return reply(ModelReply.of(runtime().model.classifier.manifest))


def _reply(prediction: Prediction | NewPrediction, *, explain: bool) -> PredictionReply:
    if not explain:
        return PredictionReply.of(prediction)
    explanation = predictions.explain(runtime().model.classifier, prediction)
    return ExplainedPredictionReply.explained(prediction, explanation)
