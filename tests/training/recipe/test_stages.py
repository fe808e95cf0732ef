"""Stages are made once, resumed after a failure, and made again from other inputs."""

from pathlib import Path

import pytest

from training.recipe.stages import Stage, StageStore

DATA = Stage("data", "0", Path())


def make(out: Path, checkpoints: Path) -> None:
    (out / "result").write_text(f"after {len(list(checkpoints.iterdir()))} checkpoints", "utf-8")


def test_a_finished_stage_is_not_made_again(tmp_path: Path) -> None:
    store = StageStore(tmp_path)
    first = store.run("fit", {"rows": 1}, (DATA,), make)

    def fail(*_: Path) -> None:
        raise AssertionError

    assert store.run("fit", {"rows": 1}, (DATA,), fail) == first
    assert (first.directory / "result").exists()


def test_an_interrupted_stage_keeps_its_checkpoints_and_nothing_else(tmp_path: Path) -> None:
    store = StageStore(tmp_path)

    def interrupt(out: Path, checkpoints: Path) -> None:
        (out / "half").touch()
        (checkpoints / "one").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.run("fit", {}, (DATA,), interrupt)
    stage = store.run("fit", {}, (DATA,), make)
    assert [path.name for path in stage.directory.iterdir()] == ["result"]
    assert (stage.directory / "result").read_text("utf-8") == "after 1 checkpoints"


@pytest.mark.parametrize(
    ("settings", "inputs"), [({"rows": 2}, (DATA,)), ({"rows": 1}, (Stage("data", "1", Path()),))]
)
def test_other_settings_or_inputs_make_another_stage(
    tmp_path: Path, settings: dict[str, int], inputs: tuple[Stage]
) -> None:
    store = StageStore(tmp_path)
    first = store.run("fit", {"rows": 1}, (DATA,), make)
    assert store.run("fit", settings, inputs, make).directory != first.directory
