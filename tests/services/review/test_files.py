import csv
import gzip
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.orm import Session

from airparadis.db.tables import ReviewLabel, Source
from airparadis.domain.file_faults import FileError, FileFault
from airparadis.domain.predictions.tweet import is_storable
from airparadis.domain.review.near_duplicates import text_key
from airparadis.domain.review.queue import Decision
from airparadis.files.cells import is_nothing
from airparadis.files.opening import open_stream
from airparadis.services.review import files, imports, labels
from airparadis.services.review.files import COLUMNS, Format
from airparadis.services.review.imports import Imported, RowFault
from tests.files.workbooks import workbook
from tests.support.fakes import FakeClassifier
from tests.support.predictions import predict

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 6, 1, 13, tzinfo=UTC)
ANN = "ann@example.org"
LETTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\r\n\t,;\"'=")
TEXTS = st.text(LETTERS, min_size=1, max_size=40).filter(
    lambda text: not is_nothing(text) and is_storable(text)
)


def exported(session: Session, form: Format) -> bytes:
    return "".join(files.export(session, form)).encode()


def take_in(
    session: Session, content: str | bytes, name: str = "labels.csv", now: datetime = LATER
) -> Imported:
    data = content.encode() if isinstance(content, str) else content
    table = open_stream(io.BytesIO(data), name, len(data))
    return imports.take_in(session, table, ANN, now)


@pytest.mark.parametrize("form", list(Format))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    rows=st.lists(
        st.tuples(TEXTS, st.sampled_from(Decision)),
        min_size=1,
        max_size=6,
        unique_by=lambda row: text_key(row[0].replace("\r\n", "\n").strip()),
    )
)
def test_what_is_exported_can_be_imported(
    session: Session, form: Format, rows: list[tuple[str, Decision]]
) -> None:
    session.execute(delete(ReviewLabel))
    tweets = [(text.replace("\r\n", "\n").strip(), label) for text, label in rows]
    for text, label in tweets:
        labels.add(session, text, "=eve", label, NOON)
    content = exported(session, form)
    again = take_in(session, content, f"labels.{form}")
    assert (again.taken, again.known) == (0, len(rows)), "a colleague has said so"
    session.execute(delete(ReviewLabel))
    session.commit()
    result = take_in(session, content, f"labels.{form}")
    kept = labels.history(session).items
    assert (result.taken, result.rows) == (len(rows), [])
    assert {(row.text, row.decision, row.reviewer) for row in kept} == {
        (text, label, ANN) for text, label in tweets
    }


def test_an_import_neither_undoes_nor_forges_a_review(session: Session) -> None:
    labels.add(session, "my seat", "bob@example.org", Decision.NEGATIVE, NOON)
    session.commit()
    names = ["bob@example.org", "eve", "mallory"]
    result = take_in(
        session, "text,label,reviewer\n" + "".join(f"my seat,positive,{name}\n" for name in names)
    )
    assert (result.taken, result.known, [*result.names]) == (1, 2, names)
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
        assert [(row.number, row.fault) for row in result.rows] == [(2, RowFault.CONTRADICTS)]
        assert result.taken == taken
    assert len(labels.history(session).items) == 1


def test_a_reviewer_of_half_a_character_is_refused(session: Session) -> None:
    content = '{"text": "my seat", "label": "positive", "reviewer": "\\ud800"}\n'
    result = take_in(session, content, "labels.jsonl")
    assert [row.fault for row in result.rows] == [RowFault.NOT_TEXT]


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
    assert [(row.number, row.fault) for row in result.rows] == [
        (2, RowFault.NO_TEXT),
        (3, RowFault.UNKNOWN_LABEL),
        (4, RowFault.TOO_LONG),
        (5, RowFault.NOT_TEXT),
    ]
    assert result.rows[1].content == "my bag,angry"
    assert result.taken == 2


def test_importing_again_changes_nothing(session: Session) -> None:
    content = '{"text": "my seat", "label": "positive"}\n\n[1]\n{"label": "positive"}\n{'
    first = take_in(session, content, "labels.jsonl")
    assert (first.taken, first.known) == (1, 0)
    assert [(row.fault, row.content) for row in first.rows] == [
        (RowFault.UNREADABLE, "[1]"),
        (RowFault.NO_TEXT, ",positive"),
        (RowFault.UNREADABLE, "{"),
    ]
    review_labels_before = len(labels.history(session).items)
    again = take_in(session, content, "labels.jsonl", NOON)
    assert (again.taken, again.known) == (0, 1)
    assert len(labels.history(session).items) == review_labels_before


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("latin.csv", "Texte;Étiquette\ncafé froid;negative\nmy seat;positive\n".encode("cp1252")),
        ("utf16.csv", "text\tlabel\ncafé froid\tnegative\nmy seat\tpositive\n".encode("utf-16")),
        (
            "x.csv.gz",
            gzip.compress("text,label\ncafé froid,negative\nmy seat,positive".encode(), mtime=0),
        ),
        (
            "x.xlsx",
            workbook([["Tweet", "Label"], ["café froid", "negative"], ["my seat", "positive"]]),
        ),
        ("sep.csv", "sep=;\r\nsentiment;text\r\nNegative;café froid\r\nPOSITIVE;my seat\r\n"),
    ],
)
def test_labels_come_in_any_table(session: Session, name: str, content: str | bytes) -> None:
    result = take_in(session, content, name)
    assert (result.taken, result.refused) == (2, 0)
    found = {(row.text, row.decision) for row in labels.history(session).items}
    assert found == {("café froid", Decision.NEGATIVE), ("my seat", Decision.POSITIVE)}


@pytest.mark.parametrize(
    "content", ["x\n" * 300, "text,mood\nmy seat,positive\n", "label\npositive\n"]
)
def test_a_table_without_labels_is_refused_as_a_whole(session: Session, content: str) -> None:
    with pytest.raises(FileError) as refused:
        take_in(session, content)
    assert refused.value.fault is FileFault.NO_LABELS


def test_refused_rows_are_bounded_and_all_counted(session: Session) -> None:
    rows = "".join(f"{'x' * 900} number {n},angry\n" for n in range(300))
    result = take_in(session, f"text,label\n{rows}my seat,positive\n")
    assert (result.taken, result.refused) == (1, 300)
    assert len(result.rows) == imports.MAX_REFUSED
    assert max(len(row.content) for row in result.rows) <= imports.MAX_CONTENT


def test_json_of_any_depth_is_a_row_refused(session: Session) -> None:
    content = '{"text": "my seat", "label": "positive"}\n' + "[" * 100_000 + "\n"
    result = take_in(session, content, "labels.jsonl")
    assert [(row.number, row.fault) for row in result.rows] == [(2, RowFault.UNREADABLE)]
    assert result.taken == 1


def test_a_quote_that_never_closes_costs_one_row(session: Session) -> None:
    content = 'label,text\npositive,"my seat\nnegative,my bag\nnegative,"my meal, too"\n'
    result = take_in(session, content)
    assert [(row.number, row.fault) for row in result.rows] == [(1, RowFault.UNREADABLE)]
    assert result.taken == 2
