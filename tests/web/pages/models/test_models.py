"""Releases by form."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.domain.accounts.roles import Role
from airparadis.domain.models.verdict import Check, CheckKind, Verdict
from airparadis.jobs.training import LOG
from airparadis.jobs.worker import job_folder
from airparadis.lib.clock import utc_now
from airparadis.services.models import releases, versions
from airparadis.services.models.comparison import Contender, Standing
from airparadis.web.extensions import db
from airparadis.web.presentation.model_comparison import Cell, comparison_groups
from airparadis.web.runtime import runtime
from tests.conftest import running
from tests.support.fakes import FakeClassifier
from tests.support.models import write_light_model
from tests.support.pages.page import Page
from tests.support.training.artifacts import write_tfidf

LogIn = Callable[[Role], FlaskClient]


@pytest.fixture
def app(config: Config, tmp_path: Path) -> Iterator[Flask]:
    """An application that serves a small model from disk, and could serve another."""
    default = write_light_model(tmp_path / "default")
    with running(config.model_copy(update={"model_dir": default, "training_data": "x.csv"})) as app:
        yield app


def candidate(app: Flask, tmp_path: Path, *, passed: bool) -> str:
    with app.app_context():
        store = runtime().model.store
        artifact = write_tfidf(tmp_path / "candidate")
        version = store.add(artifact).version
        served = releases.served_version(store)
        checks = (
            Check(CheckKind.GAIN, passed, 0.05, 0.005, "", 0.7, 0.75, 0.01, 0.09, 200),
            Check(CheckKind.SLICE, passed, -0.5, -0.02, "negation", 0.9, 0.4, rows=80),
            Check(CheckKind.BEHAVIOUR, passed, 0, 0, "" if passed else "not good"),
        )
        versions.register(
            db.session(), store, artifact, Verdict(served, version, checks), utc_now()
        )
        db.session.commit()
    return version


def served(client: FlaskClient) -> str:
    """The version that the API's answers name."""
    with client.application.app_context():
        runtime().model.settle()
    answer = client.post("/api/v1/predict", json={"text": "good meal"}).get_json()
    return str(answer["model_version"])


def test_who_may_see_and_who_may_release(client: FlaskClient, log_in: LogIn) -> None:
    assert client.get("/admin/models").status_code == 302
    log_in(Role.ANALYST)
    assert client.get("/admin/models").status_code == 200
    for path in ("release", "roll-back"):
        assert client.post(f"/admin/models/{path}").status_code == 403


def test_a_release_and_a_roll_back_show_in_the_next_answers(
    app: Flask, log_in: LogIn, tmp_path: Path
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    first = served(client)
    version = candidate(app, tmp_path, passed=True)
    assert served(client) == first
    assert client.post("/admin/models/release", data={"version": version}).status_code == 303
    assert served(client) == version
    back = {"version": first}
    assert client.post("/admin/models/roll-back", data=back).status_code == 303
    assert served(client) == first
    page = client.post("/admin/models/roll-back", data=back, follow_redirects=True).text
    assert "no earlier release" in page


def test_what_the_gate_refused_is_forced_with_a_reason_only(
    app: Flask, log_in: LogIn, tmp_path: Path
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    version = candidate(app, tmp_path, passed=False)
    page = client.get("/admin/models").text
    assert "refused by the gate" in page
    assert "not good" in page
    answer = client.post(
        "/admin/models/release", data={"version": version}, follow_redirects=True
    ).text
    assert "give a reason" in answer
    form = {"version": version, "reason": "the old one is <b>offensive</b>"}
    forced = client.post("/admin/models/release", data=form, follow_redirects=True).text
    assert "the old one is &lt;b&gt;offensive" in forced
    assert served(client) == version


def test_a_version_that_cannot_be_loaded_is_told_of(
    app: Flask, log_in: LogIn, tmp_path: Path
) -> None:
    client = log_in(Role.ADMINISTRATOR)
    first = served(client)
    version = candidate(app, tmp_path, passed=True)
    with app.app_context():
        [pipeline] = runtime().model.store.directory(version).glob("*.npz")
    pipeline.write_bytes(b"altered")
    page = client.post("/admin/models/release", data={"version": version}, follow_redirects=True)
    assert "the previous one stays in use" in page.text
    assert served(client) == first


def test_a_training_is_queued_and_its_log_shown(log_in: LogIn, config: Config) -> None:
    client = log_in(Role.ANALYST)
    assert client.post("/admin/models/train").status_code == 303
    folder = job_folder(config.instance_path, 1)
    folder.mkdir(parents=True)
    (folder / LOG).write_text("fitting\n 10%\r 90%")
    page = client.get("/admin/models").text
    assert "Queued" in page
    assert "fitting\n 90%" in page


def test_versions_stand_side_by_side_with_changes(
    app: Flask, log_in: LogIn, tmp_path: Path
) -> None:
    version = candidate(app, tmp_path, passed=True)
    page = Page(log_in(Role.ANALYST).get("/admin/models").text)
    heads = [cell.text for cell in page.all("th") if cell["scope"] == "col"]
    assert f"Candidate {version}" in heads
    rows = {row.text.split("  ")[0].strip() for row in page.all("th") if row["scope"] == "row"}
    assert {"Family", "Size", "Milliseconds for a tweet"} <= rows


def test_a_change_says_whether_it_is_for_the_better() -> None:
    def version(recall: float, error: float) -> Contender:
        figures = {"rows": 10, "macro_recall": recall, "expected_calibration_error": error}
        metrics = {"airline_test": figures}
        return Contender(Standing.EARLIER, "v", None, None, None, None, metrics, {}, None)

    with create_app(Config(secret_key="x"), FakeClassifier()).test_request_context():
        groups = comparison_groups([version(0.7, 0.02), version(0.72, 0.03)])
    cells = {row.name: row.cells[1] for row in groups[-1].rows}
    assert cells["Mean recall of three classes"] == Cell("0.720", "+0.020", True)
    assert cells["Calibration error"] == Cell("0.030", "+0.010", False)
