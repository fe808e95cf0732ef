"""What the published prototype serves, as an application: one tweet cleaned and scored, none kept.

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
    """What is sent."""

    text: str


class Answer(BaseModel):
    """What is answered."""

    label: str
    probability: float


@app.post("/predict")
def predict(tweet: Tweet) -> Answer:
    """Score one tweet."""
    features = _vectoriser.transform([clean(tweet.text, Level.SIMPLE)])
    positive = float(_regression.predict_proba(features)[0, 1])
    return Answer(label="positive" if positive >= 0.5 else "negative", probability=positive)
