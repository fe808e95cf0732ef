"""The CSV of wrong predictions."""

import csv
from collections.abc import Callable

from flask.testing import FlaskClient

from airparadis.domain.accounts.roles import Role
from airparadis.web.pages.monitoring.export import COLUMNS
from airparadis.web.presentation.csv_lines import BYTE_ORDER_MARK
from tests.web.pages.predictions.test_prediction import submit

LogIn = Callable[[Role], FlaskClient]


def download(client: FlaskClient, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/admin/wrong.csv{query}")
    assert response.status_code == 200
    assert response.mimetype == "text/csv"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    text = response.text
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(text.removeprefix(BYTE_ORDER_MARK).splitlines(keepends=True)))


def report(client: FlaskClient, text: str, comment: str = "") -> None:
    form = {"is_correct": "false", "comment": comment, "corrected_label": "neutral"}
    client.post(f"{submit(client, text)}/feedback", data=form)


def test_the_file_holds_what_was_reported_wrong(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    report(client, 'I "love" it,\nreally', "no; è")
    [row] = download(client)
    assert tuple(row) == COLUMNS
    assert row["text"] == 'I "love" it,\nreally'
    assert (row["label"], row["corrected_label"], row["comment"]) == (
        "positive",
        "neutral",
        "no; è",
    )
    assert float(row["probability_positive"]) > 0.5


def test_the_file_follows_the_filter_of_the_page_and_knows_no_pages(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    for number in range(25):
        report(client, f"good {number}")
    report(client, "so bad")
    assert len(download(client)) == 26
    assert len(download(client, "?label=positive&page=2")) == 25
    assert [row["text"] for row in download(client, "?search=BAD")] == ["so bad"]


def test_no_cell_is_a_formula(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    report(client, '=HYPERLINK("https://example.org","love")', "@SUM(1)")
    [row] = download(client)
    assert row["text"].startswith("'=")
    assert row["comment"].startswith("'@")


def test_only_analysts_get_the_file(client: FlaskClient, log_in: LogIn) -> None:
    assert client.get("/admin/wrong.csv").status_code == 302
    assert log_in(Role.VIEWER).get("/admin/wrong.csv").status_code == 403
