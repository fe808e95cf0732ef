"""The published prototype's endpoint as an application: one tweet cleaned, scored, not stored.

FastAPI over the `tfidf` family's joblib file, named by `PROTOTYPE_MODEL`.
"""

import os
from pathlib import Path

import joblib
from fastapi import FastAPI
from pydantic import BaseModel

from airparadis.ml.tfidf import PIPELINE_NAME
from airparadis.text.cleaning import Level, clean

app = FastAPI()
_vectoriser, _regression = joblib.load(Path(os.environ["PROTOTYPE_MODEL"]) / PIPELINE_NAME)


class Tweet(BaseModel):
    """The body of a request."""

    text: str


class Answer(BaseModel):
    """The body of a response."""

    label: str
    probability: float


@app.post("/predict")
def predict(tweet: Tweet) -> Answer:
    """Score one tweet."""
    features = _vectoriser.transform([clean(tweet.text, Level.SIMPLE)])
    positive = float(_regression.predict_proba(features)[0, 1])
    return Answer(label="positive" if positive >= 0.5 else "negative", probability=positive)
