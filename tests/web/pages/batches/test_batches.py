"""Batches on the pages: who may what, uploads, choices, downloads."""

import errno
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.db.tables import AuditEntry, BatchJob
from airparadis.domain.accounts.roles import Role
from airparadis.domain.audit import Act
from airparadis.domain.batches.batch import BatchState, RowFault
from airparadis.domain.file_faults import FileFault
from airparadis.jobs.batches import BatchRunner
from airparadis.lib.clock import utc_now
from airparadis.ml.store import ModelStore
from airparadis.web.extensions import db
from airparadis.web.labels.batches import FAULTS, ROW_FAULTS, STATES
from tests.files.reading import read
from tests.files.workbooks import workbook
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model

LogIn = Callable[[Role], FlaskClient]
CSV = b"id,text,n\n1,@united good meal,-1\n2,,x\n"


@pytest.fixture
def config(config: Config) -> Config:
    return config.model_copy(update={"batch_max_mb": 9, "batch_max_rows": 20})


@pytest.fixture
def runner_of(app: Flask, config: Config) -> Callable[[], None]:
    """Lets a worker do all there is to do."""
    store = ModelStore(config.instance_path / "models", config.instance_path / "default")
    write_light_model(store.default)
    runner = BatchRunner(
        config.instance_path, store, config.batch_limits, timedelta(days=7), utc_now
    )

    def run() -> None:
        with app.app_context():
            while runner.step(db.session()):
                pass

    return run


def send(client: FlaskClient, content: bytes = CSV, name: str = "tweets.csv") -> TestResponse:
    """The body is made by hand: the client's own way leaves large temporary files open."""
    disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
    body = f"--x\r\n{disposition}\r\n\r\n".encode() + content + b"\r\n--x--\r\n"
    return client.post("/admin/batches", data=body, content_type="multipart/form-data; boundary=x")


def download(client: FlaskClient) -> tuple[str, str]:
    """The content and the name of the result."""
    with client.get("/admin/batches/1/result") as answer:
        return answer.data.decode("utf-8"), str(answer.headers["Content-Disposition"])


def start(client: FlaskClient, **form: Any) -> TestResponse:
    form = {"column": "text", "encoding": "utf-8", "delimiter": ",", "has_header": "1"} | form
    shown = f"{form['encoding']}|{form['delimiter']}|{form['has_header'] is not None}|None"
    sent = {name: value for name, value in ({"shown": shown} | form).items() if value is not None}
    return client.post("/admin/batches/1/start", data=sent)


def test_every_state_fault_and_reason_has_words() -> None:
    assert (set(STATES), set(FAULTS), set(ROW_FAULTS)) == (
        set(BatchState),
        set(FileFault),
        set(RowFault),
    )


def test_a_file_goes_in_and_comes_out_with_its_answers(
    log_in: LogIn, runner_of: Callable[[], None], app: Flask
) -> None:
    client = log_in(Role.ANALYST)
    assert send(client, name="été =1.csv").status_code == 303
    page = client.get("/admin/batches/1").text
    assert "été =1.csv: Being read" in page
    assert '<meta http-equiv="refresh"' in page
    runner_of()
    page = client.get("/admin/batches/1").text
    assert "Needs your input" in page
    assert '<option value="text" selected>' in page
    assert "@united good meal" in page
    assert start(client, guard="1").status_code == 303
    assert "Queued" in client.get("/admin/batches/1").text
    runner_of()
    page = client.get("/admin/batches/1").text
    assert "Done" in page
    assert "Empty, or nothing but links and handles" in page
    content, disposition = download(client)
    assert "filename*=UTF-8''%C3%A9t%C3%A9%20%3D1-scored.csv" in disposition
    head, first, second = content.splitlines()
    assert head.startswith("\ufeffid,text,n,label,probability_negative,probability_positive,")
    assert first.startswith("1,'@united good meal,-1,positive,0.14")
    assert second.startswith("2,,x,,,,false,,,,empty,light-2026")
    with app.app_context():
        acts = [entry.act for entry in db.session.query(AuditEntry).order_by(AuditEntry.id)]
    assert acts[-3:] == [Act.BATCH_UPLOADED, Act.BATCH_STARTED, Act.BATCH_DOWNLOADED]


def test_a_name_that_is_no_text_breaks_neither_pages_nor_downloads(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    disposition = (
        "Content-Disposition: form-data; name=file; filename*=UTF-8''..%2Fa%0D%0Ab%00%1B.csv"
    )
    body = f"--x\r\n{disposition}\r\n\r\n".encode() + CSV + b"\r\n--x--\r\n"
    multipart = "multipart/form-data; boundary=x"
    assert client.post("/admin/batches", data=body, content_type=multipart).status_code == 303
    runner_of()
    start(client)
    runner_of()
    assert download(client)[1] == "attachment; filename=ab-scored.csv"


def test_a_disk_that_is_full_takes_no_file_and_says_so(
    log_in: LogIn, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(_storage: FileStorage, _path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = log_in(Role.ANALYST)
    monkeypatch.setattr(FileStorage, "save", save)
    refused = send(client)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "60"
    assert "was not saved" in refused.text
    assert list((config.instance_path / "batches").iterdir()) == []
    assert "tweets.csv" not in client.get("/admin/batches").text


def test_cells_stay_as_they_are_if_that_is_wanted(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    send(client)
    runner_of()
    start(client)
    runner_of()
    assert "\r\n1,@united good meal," in download(client)[0]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "tweets.csv", "The file has no rows."),
        (CSV, "", "Choose a file."),
    ],
)
def test_what_is_no_file_of_tweets_is_refused_beside_the_field(
    log_in: LogIn, content: bytes, name: str, words: str, config: Config
) -> None:
    client = log_in(Role.ANALYST)
    answer = send(client, content, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "None so far." in client.get("/admin/batches").text


@pytest.mark.parametrize("size", [9_000_001, 9_500_000])
def test_a_file_that_is_too_large_is_refused_with_the_limit(log_in: LogIn, size: int) -> None:
    answer = send(log_in(Role.ANALYST), b"a" * size)
    assert answer.status_code == (422 if size < 9_064_000 else 413)
    assert "The file is larger than 9 MB." in answer.text


def test_only_who_may_upload_may_send_so_much(app: Flask, log_in: LogIn) -> None:
    large = b"a" * 8_500_000
    viewer = log_in(Role.VIEWER)
    assert send(viewer, CSV).status_code == 403
    app.config["WTF_CSRF_ENABLED"] = True  # the token is looked for in the form, before the role
    for client, status in ((viewer, 413), (app.test_client(), 413)):
        assert send(client, large).status_code == status
    app.config["WTF_CSRF_ENABLED"] = False
    analyst = log_in(Role.ANALYST)
    app.config["WTF_CSRF_ENABLED"] = True
    assert send(analyst, large).status_code == 400  # read to its end, and no token found


def test_a_file_with_too_many_rows_fails_before_it_is_scored(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    send(client, b"text\n" + b"good\n" * 21)
    runner_of()
    assert "The file has more than 20 rows." in client.get("/admin/batches/1").text
    assert client.get("/admin/batches/1/result").status_code == 404


def test_another_way_to_read_is_shown_before_anything_is_scored(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    send(client, "text\ndéçu, vraiment\n".encode("cp1252"))
    runner_of()
    page = client.get("/admin/batches/1").text
    assert "déçu, vraiment" in page
    assert 'value="none" selected' in page
    changed = {"encoding": "cp1252", "delimiter": ",", "has_header": None}
    assert start(client, **changed, shown="cp1252|none|True|None").status_code == 303
    page = client.get("/admin/batches/1").text
    assert "Needs your input" in page
    assert '<option value="column_1" selected>' in page
    assert "déçu, vraiment</td>" not in page
    assert "vraiment</td>" in page
    start(client, **changed, column="column_2")
    assert "Queued" in client.get("/admin/batches/1").text


@pytest.mark.parametrize("made_up", [{"encoding": "utf-7"}, {"delimiter": "x"}, {"delimiter": ""}])
def test_ways_to_read_that_are_not_offered_are_refused(
    log_in: LogIn, runner_of: Callable[[], None], made_up: dict[str, str]
) -> None:
    client = log_in(Role.ANALYST)
    send(client)
    runner_of()
    assert start(client, **made_up).status_code == 400
    assert client.get("/admin/batches/1/preview", query_string=made_up).status_code == 400


def test_the_first_rows_are_shown_another_way_at_once(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    send(client, b"id;text\n1;good, really\n")
    runner_of()
    asked = {"encoding": "utf-8", "delimiter": "none", "has_header": "1"}
    shown = client.get("/admin/batches/1/preview", query_string=asked).text
    assert '<th scope="col">id;text</th>' in shown
    assert "1;good, really" in shown
    assert 'value="utf-8|none|True|None"' in shown
    assert "Needs your input" in client.get("/admin/batches/1").text


def test_a_sheet_is_chosen_from_those_that_are_visible(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    book = workbook(First=[["text"], ["one of it"]], hidden=[["text"]], Last=[["text"], ["two"]])
    client = log_in(Role.ANALYST)
    send(client, book, "tweets.xlsx")
    runner_of()
    page = client.get("/admin/batches/1").text
    assert '<option value="Last">' in page
    assert '<option value="hidden">' not in page
    assert "Hidden sheets, not read" in page
    form = {"column": "text", "has_header": "1", "sheet": "Last", "shown": "None|,|True|Last"}
    assert client.post("/admin/batches/1/start", data=form).status_code == 303
    runner_of()
    with client.get("/admin/batches/1/result") as answer:
        assert read(answer.data, "x.xlsx").texts == ["two"]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"%PDF-1.4 x", "tweets.csv", "The file is a PDF document"),
        (b"<html></html>", "tweets.xls", "The file is a web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "x.doc", "an old Excel workbook"),
    ],
)
def test_what_is_no_table_is_refused_by_name(
    log_in: LogIn, runner_of: Callable[[], None], content: bytes, name: str, words: str
) -> None:
    client = log_in(Role.ANALYST)
    send(client, content, name)
    runner_of()
    assert words in client.get("/admin/batches/1").text


def test_what_was_mended_is_said_before_and_after(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    send(client, b'id,text\n1,good, really\n2,"never closed\n3,bad\n')
    runner_of()
    for _ in range(2):
        page = client.get("/admin/batches/1").text
        assert "Rows rejoined around unquoted delimiters" in page
        assert "a quotation mark that is never closed" in page
        start(client)
        runner_of()
    assert "Cells that cannot be separated with certainty" in client.get("/admin/batches/1").text


def test_a_column_that_is_not_there_is_told_beside_the_field(
    log_in: LogIn, runner_of: Callable[[], None]
) -> None:
    client = log_in(Role.ANALYST)
    send(client)
    runner_of()
    answer = start(client, column="<b>")
    assert answer.status_code == 422
    assert "the file has none called “&lt;b&gt;”" in answer.text


def test_a_batch_is_its_uploaders_or_an_administrators_to_cancel_and_delete(
    log_in: LogIn, runner_of: Callable[[], None], app: Flask, config: Config
) -> None:
    client = log_in(Role.ANALYST)
    send(client)
    with app.app_context():
        db.session.query(BatchJob).update({"requested_by": "bob@example.org"})
        db.session.commit()
    page = client.get("/admin/batches/1").text
    assert "Cancel this batch" not in page
    for act in ("start", "cancel", "delete"):
        assert client.post(f"/admin/batches/1/{act}").status_code == 403
    client = log_in(Role.ADMINISTRATOR)
    assert "Cancel this batch" in client.get("/admin/batches/1").text
    assert client.post("/admin/batches/1/cancel").status_code == 303
    page = client.get("/admin/batches/1").text
    assert "It was cancelled" in page
    assert not (config.instance_path / "batches" / "1").exists()
    for act in ("start", "cancel"):
        late = client.post(f"/admin/batches/1/{act}", follow_redirects=True)
        assert "The batch has moved on in the meantime" in late.text


def test_a_result_can_be_deleted_before_its_time(
    log_in: LogIn, runner_of: Callable[[], None], config: Config
) -> None:
    client = log_in(Role.ANALYST)
    send(client)
    runner_of()
    start(client)
    runner_of()
    assert client.post("/admin/batches/1/delete").status_code == 303
    page = client.get("/admin/batches/1").text
    assert "Files deleted" in page
    assert "Download" not in page
    assert client.get("/admin/batches/1/result").status_code == 404
    assert not (config.instance_path / "batches" / "1").exists()


def test_the_list_leads_to_older_and_newer(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    for _ in range(21):
        send(client)
    assert 'href="/admin/batches?before=2"' in client.get("/admin/batches").text
    older = client.get("/admin/batches?before=2").text
    assert 'href="/admin/batches?after=1"' in older
    assert "before=" not in older.split("batches-title")[1]


def test_a_batch_that_is_not_there_is_not_found(log_in: LogIn) -> None:
    client = log_in(Role.ANALYST)
    assert client.get("/admin/batches/7").status_code == 404


def test_pages_want_an_account(config: Config) -> None:
    app = create_app(config, FakeClassifier())
    assert app.test_client().get("/admin/batches").status_code == 302
