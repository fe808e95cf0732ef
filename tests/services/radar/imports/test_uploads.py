"""A file that was handed in is imported once, in the background, and leaves nothing behind."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from airparadis.db.tables import Tweet, Upload
from airparadis.domain.radar.enums import UploadState
from airparadis.lib.attempts import MAX_ATTEMPTS, AttemptLimit
from airparadis.lib.errors import ModelUnavailableError
from airparadis.services.radar import privacy
from airparadis.services.radar.imports import import_uploads, importing, uploads
from airparadis.services.radar.imports.import_uploads import import_next
from tests.support.fakes import FakeClassifier
from tests.support.streams import NOON, stream

ROWS = "".join(f"{n},air france is bad,2026-05-01T10:00:{n:02}Z\n" for n in range(25))
RETENTION = timedelta(days=180)
CONTENT = "id,text,created_at\n" + ROWS + "x,late,never\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "uploads"


def hand_in(session: Session, folder: Path, name: str = "a.csv", content: str = CONTENT) -> Upload:
    made = uploads.take_in(
        session, folder, name, lambda path: path.write_text(content), "lea", NOON
    )
    session.commit()
    return made


def run(
    session: Session,
    folder: Path,
    minutes: float = 0,
    keep_on: Callable[[], bool] = lambda: True,
) -> bool:
    now = NOON + timedelta(minutes=minutes)
    return import_next(session, folder, FakeClassifier, lambda: now, keep_on, RETENTION)


def stored(session: Session) -> int | None:
    return session.scalar(select(func.count()).select_from(Tweet))


def test_a_file_is_imported_and_deleted(session: Session, folder: Path) -> None:
    stream(session)
    made = hand_in(session, folder)
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]
    assert run(session, folder)
    assert (made.state, made.new, made.matched, made.refused) == (UploadState.DONE, 25, 25, 1)
    assert made.faults == [[26, "time"]]
    assert made.done == 1
    assert not list(folder.iterdir())
    assert not run(session, folder)


def test_what_a_scheduler_leaves_half_way_another_goes_on_with(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    made = hand_in(session, folder)
    run(session, folder, keep_on=lambda: made.new < 10)
    assert (made.state, made.new, stored(session)) == (UploadState.WAITING, 10, 10)
    assert 0 < made.done <= 1
    run(session, folder)
    assert (made.state, made.new, stored(session)) == (UploadState.DONE, 25, 25)


def test_a_scheduler_that_died_is_waited_for_and_then_replaced(
    session: Session, folder: Path
) -> None:
    made = hand_in(session, folder)
    made.state, made.heard_at = UploadState.RUNNING, NOON
    session.commit()
    assert not run(session, folder, minutes=1)
    assert run(session, folder, minutes=3)
    assert made.state is UploadState.DONE


def test_a_stopped_import_keeps_what_is_stored(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    made = hand_in(session, folder)

    def stop() -> bool:
        if made.new:
            uploads.stop(session, made, NOON)
            session.commit()
        return True

    run(session, folder, keep_on=stop)
    assert (made.state, stored(session)) == (UploadState.STOPPED, 20)
    assert not list(folder.iterdir())
    assert not run(session, folder, minutes=9)


def test_what_cannot_be_read_says_why_without_the_servers_paths(
    session: Session, folder: Path
) -> None:
    made = hand_in(session, folder, content="no,columns\n")
    run(session, folder)
    assert made.state is UploadState.FAILED
    assert made.error
    assert made.error.startswith("a.csv: expected columns")
    assert not list(folder.iterdir())


def test_without_a_model_the_import_fails_and_can_be_handed_in_again(
    session: Session, folder: Path
) -> None:
    made = hand_in(session, folder)

    def none() -> FakeClassifier:
        raise ModelUnavailableError("no model")

    import_next(session, folder, none, lambda: NOON, lambda: True, RETENTION)
    assert (made.state, made.error) == (UploadState.FAILED, "no model")


def test_files_without_an_import_are_swept_after_an_hour(session: Session, folder: Path) -> None:
    kept = hand_in(session, folder)
    for name in ("7.csv", "x.arriving"):
        (folder / name).write_text("left over")
        os.utime(folder / name, (0, (NOON - timedelta(hours=2)).timestamp()))
    (folder / "y.arriving").write_text("just coming")
    uploads.sweep(session, folder, NOON)
    assert {path.name for path in folder.iterdir()} == {f"{kept.id}.file", "y.arriving"}


@pytest.mark.parametrize(
    "rows",
    [
        "1,good,2026-05-01T10:00:00Z," + "9" * 4_300,
        "1,good,9999-12-31T23:59:59-12:00,1",
        '1,"good,2026-05-01T10:00:00Z,1',
    ],
)
def test_a_row_beyond_reason_harms_no_other(session: Session, folder: Path, rows: str) -> None:
    content = f"id,text,created_at,reach\n{rows}\n2,bad,2026-05-01T10:00:00Z,1\n"
    made = hand_in(session, folder, content=content)
    run(session, folder)
    assert (made.state, made.new, made.refused) == (UploadState.DONE, 1, 1)


def test_whatever_a_reader_raises_fails_that_file_and_the_next_is_imported(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise ZeroDivisionError("by zero")

    first, second = hand_in(session, folder), hand_in(session, folder, "b.csv")
    with monkeypatch.context() as failing:
        failing.setattr(import_uploads, "_import", fail)
        run(session, folder)
    run(session, folder)
    assert (first.state, first.error) == (UploadState.FAILED, "by zero")
    assert second.state is UploadState.DONE


def test_a_scheduler_that_ends_while_it_waits_for_a_file_hands_it_on(
    session: Session, folder: Path
) -> None:
    made = hand_in(session, folder)
    run(session, folder, keep_on=lambda: False)
    assert made.state is UploadState.WAITING
    assert list(folder.iterdir())


def test_a_file_over_which_schedulers_die_is_not_begun_for_ever(
    session: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """The end of a process that is out of memory: nobody tidies up."""

    def die(*_arguments: object) -> None:
        raise Killed

    made = hand_in(session, folder)
    monkeypatch.setattr(import_uploads, "_import", die)
    with monkeypatch.context() as dying:
        dying.setattr(AttemptLimit, "end", lambda _self: None)
        for number in range(MAX_ATTEMPTS):
            with pytest.raises(Killed):
                run(session, folder, minutes=3 * number)
    run(session, folder, minutes=60)
    assert made.state is UploadState.FAILED
    assert made.error == "a.csv has ended 5 schedulers: it may fill all memory"
    assert not list(folder.iterdir())


OLD = CONTENT.replace("2026-05", "2025-05")


def test_texts_that_would_go_at_once_are_counted_and_asked_about(
    session: Session, folder: Path
) -> None:
    made = hand_in(session, folder, content=OLD + "new,fine,2026-05-01T10:00:00Z\n")
    assert run(session, folder)
    assert (made.state, made.older, made.new) == (UploadState.ASKING, 25, 0)
    assert not run(session, folder)  # it waits
    uploads.sweep(session, folder, NOON + timedelta(days=3))
    assert uploads.path_of(folder, made).exists()
    uploads.start(session, made, None)
    session.commit()
    assert run(session, folder)
    assert (made.state, made.new, made.older) == (UploadState.DONE, 26, 25)


def test_texts_are_kept_for_as_long_as_their_importer_says(session: Session, folder: Path) -> None:
    made = uploads.take_in(
        session, folder, "a.csv", lambda path: path.write_text(OLD), "lea", NOON, keep_days=30
    )
    session.commit()
    assert run(session, folder)
    assert (made.state, made.new) == (UploadState.DONE, 25)
    before = NOON - RETENTION
    assert privacy.purge(session, before, NOON + timedelta(days=29)) == 0
    assert privacy.purge(session, before, NOON + timedelta(days=31)) == 25


def test_what_is_stopped_while_it_asks_is_over(session: Session, folder: Path) -> None:
    made = hand_in(session, folder, content=OLD)
    run(session, folder)
    uploads.stop(session, made, NOON)
    uploads.start(session, made, 5)
    assert made.state is UploadState.STOPPED
