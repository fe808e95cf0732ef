import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from airparadis.db.tables import ReviewLabel, Source
from airparadis.domain.predictions.tweet import is_storable
from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import Decision
from airparadis.services.review import files, labels
from airparadis.services.review.files import COLUMNS, Format, RowFault
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 13, tzinfo=UTC)
ANN = "ann@example.org"
TEXTS = st.text(min_size=1, max_size=40).filter(lambda text: text.strip() and is_storable(text))


def exported(session: Session, form: Format) -> bytes:
    return "".join(files.export(session, form)).encode()


def take_in(session: Session, content: str, form: Format = Format.CSV) -> files.Imported:
    result = files.take_in(session, content.encode(), form, ANN, LATER)
    session.commit()
    return result


@pytest.mark.parametrize("form", list(Format))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(
    rows=st.lists(
        st.tuples(TEXTS, st.sampled_from(Decision)),
        max_size=6,
        unique_by=lambda row: text_key(row[0].replace("\r\n", "\n").strip()),
    )
)
def test_what_is_exported_can_be_imported(
    session: Session, form: Format, rows: list[tuple[str, Decision]]
) -> None:
    tweets = [(text.replace("\r\n", "\n").strip(), label) for text, label in rows]
    for text, label in tweets:
        labels.add(session, text, "=eve", label, NOON)
    content = exported(session, form)
    again = files.take_in(session, content, form, ANN, LATER)
    assert (again.taken, again.known) == (0, len(rows)), "a colleague has said so"
    session.execute(delete(ReviewLabel))
    session.commit()
    result = files.take_in(session, content, form, ANN, LATER)
    session.commit()
    kept = labels.history(session).items
    assert (result.taken, result.refused) == (len(rows), ())
    assert {(row.text, row.decision, row.reviewer) for row in kept} == {
        (text, label, ANN) for text, label in tweets
    }
    session.execute(delete(ReviewLabel))
    session.commit()


def test_an_import_neither_undoes_nor_forges_a_review(session: Session) -> None:
    labels.add(session, "my seat", "bob@example.org", Decision.NEGATIVE, NOON)
    session.commit()
    names = ["bob@example.org", "eve", "mallory"]
    result = take_in(
        session, "text,label,reviewer\n" + "".join(f"my seat,positive,{name}\n" for name in names)
    )
    assert (result.taken, result.known, result.names) == (1, 2, tuple(names))
    [rows] = labels.standing(session).values()
    assert [(row.reviewer, row.decision) for row in rows] == [
        ("bob@example.org", Decision.NEGATIVE),
        (ANN, Decision.POSITIVE),
    ]
    assert labels.reviewed(session) == [], "one against one: nothing is agreed"


def test_a_row_that_contradicts_an_earlier_one_is_refused(session: Session) -> None:
    content = "text,label\nmy seat,positive\nMy seat!,negative\n"
    for taken in (1, 0):
        result = take_in(session, content)
        assert [(row.number, row.fault) for row in result.refused] == [(2, RowFault.CONTRADICTS)]
        assert result.taken == taken
    assert len(labels.history(session).items) == 1


def test_a_reviewer_of_half_a_character_is_refused(session: Session) -> None:
    content = '{"text": "my seat", "label": "positive", "reviewer": "\\ud800"}\n'
    result = take_in(session, content, Format.JSONL)
    assert [row.fault for row in result.refused] == [RowFault.NOT_TEXT]


def test_a_row_names_the_prediction_and_what_the_model_said(session: Session) -> None:
    [made] = predict(session, FakeClassifier(), ["=I love it"], source=Source.API, now=NOON)
    session.commit()
    labels.give(session, made, ANN, Decision.NEGATIVE, NOON)
    session.commit()
    [row] = csv.DictReader(io.StringIO(exported(session, Format.CSV).decode("utf-8-sig")))
    assert tuple(row) == COLUMNS
    assert row["text"] == "'=I love it"
    assert (row["label"], row["model_label"]) == ("negative", "positive")
    assert row["prediction_id"] == str(made.public_id)
    [line] = exported(session, Format.JSONL).decode().splitlines()
    assert json.loads(line)["text"] == "=I love it"


def test_rows_that_cannot_be_read_are_given_back_and_the_others_taken(session: Session) -> None:
    content = (
        "text,label\n"
        "my seat,positive\n"
        ",negative\n"
        "my bag,angry\n"
        f"{'x' * 1_001},negative\n"
        "nul \0 here,negative\n"
        "my meal, Negative \n"
    )
    result = take_in(session, content)
    assert [(row.number, row.fault) for row in result.refused] == [
        (2, RowFault.NO_TEXT),
        (3, RowFault.UNKNOWN_LABEL),
        (4, RowFault.TOO_LONG),
        (5, RowFault.NOT_TEXT),
    ]
    assert result.refused[1].content == "my bag,angry"
    assert result.taken == 2


def test_importing_again_changes_nothing(session: Session) -> None:
    content = '{"text": "my seat", "label": "positive"}\n\n[1]\n{"text": 1, "label": "positive"}\n{'
    first = take_in(session, content, Format.JSONL)
    assert (first.taken, first.known) == (1, 0)
    assert [row.fault for row in first.refused] == [
        RowFault.UNREADABLE,
        RowFault.NO_TEXT,
        RowFault.UNREADABLE,
    ]
    review_labels_before = len(labels.history(session).items)
    again = files.take_in(session, content.encode(), Format.JSONL, ANN, NOON)
    assert (again.taken, again.known) == (0, 1)
    assert len(labels.history(session).items) == review_labels_before


def test_what_is_not_utf_8_is_refused_row_by_row(session: Session) -> None:
    content = b"text,label\ncaf\xe9,positive\nmy seat,positive\n"
    result = files.take_in(session, content, Format.CSV, ANN, LATER)
    assert [(row.number, row.fault) for row in result.refused] == [(1, RowFault.NOT_TEXT)]
    assert result.taken == 1
    result.refused[0].content.encode()


def test_json_of_any_depth_is_a_row_refused(session: Session) -> None:
    content = b"[" * 100_000 + b'\n{"text": "my seat", "label": "positive"}\n'
    result = files.take_in(session, content, Format.JSONL, ANN, LATER)
    assert [(row.number, row.fault) for row in result.refused] == [(1, RowFault.UNREADABLE)]
    assert result.taken == 1


def test_a_cell_longer_than_any_is_a_row_refused(session: Session) -> None:
    too_long = "x" * (csv.field_size_limit() + 1)
    content = f"text,label\nmy seat,positive\n{too_long},negative\nmy bag,negative\n"
    result = take_in(session, content)
    assert [(row.number, row.fault) for row in result.refused] == [(2, RowFault.UNREADABLE)]
    assert result.taken == 2
