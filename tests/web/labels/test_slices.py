"""Labels of slices."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import force_locale

from airparadis.web.labels.slices import slice_name


@pytest.fixture(autouse=True)
def _in_a_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("subject", "english", "french"),
    [
        ("reviewed, negation", "reviewed tweets, negation", "tweets relus, négation"),
        ("general", "general tweets", "tweets en général"),
        ("topic: delay", "topic, Delay", "thème, Retard"),
        ("topic: strikes", "topic, strikes", "thème, strikes"),
        (
            "reviewed, three classes: labelled neutral",
            "reviewed tweets, three classes, labelled neutral",
            "tweets relus, trois classes, étiquetés neutres",
        ),
    ],
)
def test_a_slice_is_named_in_the_readers_language(subject: str, english: str, french: str) -> None:
    assert slice_name(subject) == english
    with force_locale("fr"):
        assert slice_name(subject) == french
