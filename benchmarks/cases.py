"""Files as people have them, by command and by page: `python -m benchmarks.cases FOLDER`.

`FOLDER/files` are scored, by `python -m airparadis score` and as a batch; `FOLDER/radar` are
imported, by `flask streams import` and by upload. Prints for each file what is wanted, by
`cases_wanted.txt`, and what either way gave if that is another thing; exits with 1 if any is. It
runs in instances of its own, which are deleted afterwards.
"""

import io
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient

from airparadis.cli.score import command as score_command
from airparadis.config.settings import Config
from airparadis.db.tables import BatchJob, Upload
from airparadis.domain.accounts.roles import Role
from airparadis.domain.batches.batch import BatchState
from airparadis.domain.file_faults import FileError
from airparadis.domain.radar.sources.ingest_schema import IncomingError, RowFault
from airparadis.jobs.batches import BatchRunner
from airparadis.lib.clock import utc_now
from airparadis.services.accounts import accounts
from airparadis.services.batches import batches
from airparadis.web.extensions import db
from airparadis.web.pages.batches.reading import delimiter_name, signature
from benchmarks.harness.tables import row
from tests.support.applications import make_app

PASSWORD = "only for these cases"  # noqa: S105 (of an instance that is deleted)
WANTED = Path(__file__).with_name("cases_wanted.txt")
AS_WANTED = "as wanted"


@contextmanager
def site() -> Iterator[tuple[Flask, FlaskClient, Config]]:
    """An application with the bundled model, and an analyst who is logged in."""
    with tempfile.TemporaryDirectory() as folder:
        config = Config(secret_key=PASSWORD, instance_path=Path(folder), database_url="")
        app = make_app(config)
        with app.app_context():
            accounts.create_user(db.session(), "ann@x.org", PASSWORD, Role.ANALYST, utc_now())
            db.session.commit()
        client = app.test_client()
        client.post("/login", data={"email": "ann@x.org", "password": PASSWORD})
        yield app, client, config


def scored_by_command(path: Path, folder: Path) -> str:
    """Score a file, and put its report into a few words."""
    result = CliRunner().invoke(score_command(), [str(path), "--out", str(folder / "out.csv")])
    if result.exit_code:
        return _refusal(result, path)
    lines = result.stderr.splitlines()
    rows, column = lines[0].split(" rows")[0], lines[0].split("column ")[1].rpartition(":")[0]
    labels = sum(_number(part) for part in lines[1].split(", ") if part.split()[1] in _LABELS)
    reasons = [line.partition(": ")[2] for line in lines if line.startswith("without a label")]
    return _outcome(rows, labels, column, reasons[0] if reasons else "")


def scored_by_page(path: Path, app: Flask, client: FlaskClient, config: Config) -> str:
    """Upload a file, confirm how it is read, and put what its page says into a few words."""
    client.post("/admin/batches", data={"file": (io.BytesIO(path.read_bytes()), path.name)})
    days, limits = timedelta(days=7), config.batch_limits
    runner = BatchRunner(config.instance_path, config.model_store, limits, days, utc_now)
    with app.app_context():
        session = db.session()
        _work(runner)
        job = session.query(BatchJob).order_by(BatchJob.id.desc()).first()
        assert job is not None  # noqa: S101 (it was uploaded)
        if job.state is BatchState.READY:
            form = {"column": job.column, "shown": signature(batches.options_of(job))}
            form |= {"encoding": job.encoding, "delimiter": delimiter_name(job.delimiter)}
            form |= {"has_header": "1"} if job.has_header else {}
            form |= {"sheet": job.sheet} if job.sheet else {}
            client.post(f"/admin/batches/{job.id}/start", data=_filled(form))
            _work(runner)
            session.refresh(job)
        page = client.get(f"/admin/batches/{job.id}")
        if page.status_code != 200:
            return f"page {page.status_code}"
        if job.fault is not None:
            return f"refused: {FileError(job.fault, job.detail)}"
        counts = job.counts or {}
        labels = sum(counts.get("labels", {}).values())
        reasons = ", ".join(
            f"{count:,} {name}" for name, count in counts.get("reasons", {}).items()
        )
        return _outcome(f"{counts.get('rows'):,}", labels, job.column or "", reasons)


def imported_by_command(path: Path, app: Flask) -> str:
    """Import a file into streams by the command."""
    result = app.test_cli_runner().invoke(
        args=["streams", "import", str(path), "--keep-days", "30"]
    )
    if result.exit_code:
        return _refusal(result, path)
    counts = next(line for line in result.output.splitlines() if " new, " in line).partition(";")[0]
    faults = [line for line in result.stderr.splitlines() if line.startswith("row ")]
    return "; ".join([counts, *faults])


def imported_by_page(path: Path, app: Flask, client: FlaskClient) -> str:
    """Upload a file of tweets, and let the scheduler import it."""
    data = {"file": (io.BytesIO(path.read_bytes()), path.name), "keep_days": "30"}
    client.post("/radar/uploads", data=data)
    app.test_cli_runner().invoke(args=["monitor"])
    with app.app_context():
        upload = db.session.query(Upload).order_by(Upload.id.desc()).first()
        assert upload is not None  # noqa: S101 (it was uploaded)
        page = client.get(f"/radar/uploads/{upload.id}")
        if page.status_code != 200:
            return f"page {page.status_code}"
        if upload.error:
            return f"refused: {upload.error}"
        counts = f"{upload.new} new, {upload.known} known, {upload.refused} refused"
        faults = [
            f"row {place}: {IncomingError(RowFault(fault))}" for place, fault in upload.faults
        ]
        return "; ".join([counts, *faults])


_LABELS = ("positive", "negative")


def _number(part: str) -> int:
    return int(part.split()[0].replace(",", ""))


def _work(runner: BatchRunner) -> None:
    while runner.step(db.session()):
        pass


def _filled(form: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in form.items() if value is not None}


def _refusal(result: Result, path: Path) -> str:
    said = (result.stderr or str(result.exception)).strip().splitlines()[-1]
    return "refused: " + said.removeprefix("Error: ").replace(f"{path}: ", "")


def _outcome(rows: str, labels: int, column: str, reasons: str) -> str:
    return f"{rows} rows, {labels:,} labels, {column}" + (f"; {reasons}" if reasons else "")


def main(arguments: list[str]) -> int:
    """Try every file, and print the table."""
    folder, is_wrong = Path(arguments[0]), False
    wanted = dict(line.split("\t") for line in WANTED.read_text().splitlines())
    print(row("case", "wanted", "by command", "by page"), row(*["---"] * 4), sep="\n")
    for path, *found in _found(folder):
        want = wanted.get(path.name, "?")
        shown = [AS_WANTED if one == want else one for one in found]
        is_wrong = is_wrong or shown != [AS_WANTED] * 2
        print(row(path.name, want, *shown), flush=True)
    return int(is_wrong)


def _found(folder: Path) -> Iterator[tuple[Path, str, str]]:
    """Try every file: what the command gave, and what the page gave."""
    with site() as (app, client, config):
        for path in sorted((folder / "files").iterdir()):
            with tempfile.TemporaryDirectory() as out:
                by_command = scored_by_command(path, Path(out))
            yield path, by_command, scored_by_page(path, app, client, config)
    for path in sorted((folder / "radar").iterdir()):
        with site() as (app, _, _):
            by_command = imported_by_command(path, app)
        with site() as (app, client, _):
            yield path, by_command, imported_by_page(path, app, client)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
