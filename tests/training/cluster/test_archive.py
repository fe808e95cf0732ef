"""Archives on a real cluster of two: the same bits, resumed by partition."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from distributed import LocalCluster

from airparadis.cli.score_file import Request as FileRequest
from airparadis.cli.score_file import score_file
from tests.support.models import write_light_model
from tests.support.tables import table, write
from tests.support.training.artifacts import write_tfidf
from training.__main__ import main
from training.cluster.archive import MANIFESTS

NAMES = ("2026/06/a.parquet", "2026/06/b.parquet", "2026/07/a.parquet")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes, as somebody else would run it."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    for number, name in enumerate(NAMES, 1):
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, table() * number)
    return tmp_path / "archive"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return write_light_model(tmp_path / "model")


def score(archive: Path, model: Path, *words: str) -> int:
    out = archive.parent / "out"
    return main(["score-archive", str(archive), "--out", str(out), "--model", str(model), *words])


def times(out: Path) -> dict[str, int]:
    return {name: (out / name).stat().st_mtime_ns for name in NAMES}


def test_a_cluster_of_ones_own_scores_to_the_bit_what_one_machine_does(
    archive: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(archive, model, "--workers", "2") == 0
    assert "54 rows scored" in capsys.readouterr().out
    for name in NAMES:
        alone = tmp_path / "alone.parquet"
        score_file(FileRequest(archive / name, alone), model, quiet=True)
        found = pq.read_table(tmp_path / "out" / name, partitioning=None)
        assert found.equals(pq.read_table(alone), check_metadata=True)
        assert (tmp_path / "out" / name).read_bytes() == alone.read_bytes()
    whole = pq.read_table(tmp_path / "out")  # the manifests are in nobody's way
    assert whole.num_rows == 54


def test_what_is_done_is_not_done_again_and_what_is_damaged_is(
    archive: Path, model: Path, scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert score(archive, model, "--scheduler", scheduler) == 0
    before = times(out)
    capsys.readouterr()
    assert score(archive, model, "--scheduler", scheduler) == 0
    assert "0 of 3 partitions to score" in capsys.readouterr().out
    (out / NAMES[0]).write_bytes(b"half")
    (out / MANIFESTS / f"{NAMES[1]}.json").unlink()
    write(archive / NAMES[2], table()[:2])
    assert score(archive, model, "--scheduler", scheduler) == 0
    assert "3 of 3 partitions to score" in capsys.readouterr().out
    assert all(before[name] != after for name, after in times(out).items())
    assert pq.read_table(out / NAMES[2], partitioning=None).num_rows == 2
    write(archive / NAMES[2], table()[:3])
    kept = times(out)
    assert score(archive, model, "--scheduler", scheduler) == 0
    assert [name for name, at in times(out).items() if at != kept[name]] == [NAMES[2]]


def test_a_partition_that_fails_leaves_the_others_done(
    archive: Path, model: Path, scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (archive / NAMES[1]).read_bytes()
    (archive / NAMES[1]).write_bytes(whole[:-100])
    assert score(archive, model, "--scheduler", scheduler, "--column", "text") == 1
    fault = capsys.readouterr().err.strip().splitlines()[-1]
    assert f"{NAMES[1]}: it cannot be read" in fault
    assert not (tmp_path / "out" / NAMES[1]).exists()
    (archive / NAMES[1]).write_bytes(whole)
    assert score(archive, model, "--scheduler", scheduler, "--column", "text") == 0
    assert "1 of 3 partitions to score" in capsys.readouterr().out


def test_results_of_two_models_are_not_mixed(
    archive: Path, model: Path, scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert score(archive, model, "--scheduler", scheduler) == 0
    other = write_tfidf(tmp_path / "other")
    assert score(archive, other, "--scheduler", scheduler) == 1
    fault = capsys.readouterr().err.strip().splitlines()[-1]
    assert "has results of light-2026.11.23" in fault
    assert "choose another folder" in fault
    manifest = json.loads((tmp_path / "out" / MANIFESTS / f"{NAMES[0]}.json").read_bytes())
    assert manifest["counts"]["reasons"] == {"empty": 2, "language": 1, "too_long": 1}


def test_every_family_scores_on_a_cluster(archive: Path, tmp_path: Path, scheduler: str) -> None:
    model = write_tfidf(tmp_path / "tfidf")
    assert score(archive, model, "--scheduler", scheduler) == 0
    alone = tmp_path / "alone.parquet"
    score_file(FileRequest(archive / NAMES[0], alone), model, quiet=True)
    assert (tmp_path / "out" / NAMES[0]).read_bytes() == alone.read_bytes()


def test_what_is_wrong_is_told_in_a_line(
    archive: Path, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fault(*words: object) -> str:
        assert main(["score-archive", *map(str, words)]) == 1
        [line] = capsys.readouterr().err.strip().splitlines()[-1:]
        return str(line)

    out = ("--out", tmp_path / "out", "--model", model)
    assert "no Parquet file in" in fault(tmp_path / "none", *out)
    assert "is in the archive" in fault(archive, "--out", archive / "out", "--model", model)
    address = ("--scheduler", "tcp://127.0.0.1:1")
    assert "no cluster answers at tcp://127.0.0.1:1" in fault(archive, *out, *address)
    shutil.rmtree(model)
    assert "manifest.json" in fault(archive, *out)
