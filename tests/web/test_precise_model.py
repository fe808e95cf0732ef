"""The precise model behind the form and the API, chosen by one setting."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from airparadis.config.settings import Config
from airparadis.ml.artifact import read_verified
from airparadis.ml.bundled import BUNDLED_MODELS, BundledModel
from tests.conftest import running

ENGLISH = "They lost my bag again and nobody answers"
FRENCH = "Merci à l'équipage pour ce vol très agréable, tout était parfait"
GERMAN = "Mein Flug ist schon wieder verspätet und niemand sagt uns etwas"


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    with running(config.model_copy(update={"model": BundledModel.PRECISE})) as app:
        yield app


def test_both_languages_are_read_by_api_and_form(app: Flask) -> None:
    client = app.test_client()
    version = read_verified(BUNDLED_MODELS[BundledModel.PRECISE]).version
    answer = client.post("/api/v1/predict", json={"texts": [ENGLISH, FRENCH, GERMAN]})
    found = answer.get_json()["predictions"]
    assert [item["label"] for item in found] == ["negative", "positive", None]
    assert [item["language"] for item in found[:2]] == ["en", "fr"]
    assert found[2]["reason"] == "language"
    assert {item["model_version"] for item in found} == {version}
    assert all(0 <= item["neutral_probability"] <= 1 for item in found[:2])
    page = client.post("/", data={"text": ENGLISH}, follow_redirects=True).text
    assert re.search(r"<h1[^>]*>.*Negative", page, re.DOTALL)
    assert version in page
