"""Networks are trained in bfloat16 only where the processor at hand has it."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch")

import torch

from airparadis.lib.project import ROOT
from tests.support.training.tweets import published_rows, write_published
from training.errors import TrainingError
from training.families import machine
from training.families.lstm import loop, precision
from training.families.lstm.precision import check_precision, choose_precision
from training.families.lstm.settings import Precision
from training.families.machine import CPU
from training.recipe.encoder.network import MiniLM

LSTM = torch.nn.LSTM

TRAININGS = """
import sys
from training.__main__ import main

data = sys.argv[1]
for options in (
    ["lstm", "--hidden", "4", "--dimensions", "4", "--epochs", "1"],
    ["lstm", "--precision", "bf16"],
    ["light", "--units", "4", "--epochs", "1"],
):
    done = main(["train", *options, "--data", data, "--no-mlflow"])
    print("status", options[0], done)
"""


@pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64"), reason="oneDNN hides these of x86-64 only"
)
def test_networks_train_on_a_processor_without_avx_512(tmp_path: Path) -> None:
    data = write_published(tmp_path / "tweets.csv", published_rows(200))
    masks = {"ONEDNN_MAX_CPU_ISA": "AVX2", "ATEN_CPU_CAPABILITY": "avx2", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-c", TRAININGS, str(data)],
        cwd=tmp_path,
        env=os.environ | masks | {"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stdout.splitlines() if line.startswith(("precision", "status"))]
    took = "precision: fp32: this processor doesn't multiply bf16"
    assert said == [took, "status lstm 0", "status lstm 1", took, "status light 0"]
    refusals = [line for line in done.stderr.splitlines() if line.startswith("python -m training")]
    assert len(refusals) == 1
    assert "this processor can't run an LSTM in bf16: give --precision fp32" in refusals[0]


@pytest.mark.parametrize(
    ("instruction", "runs", "faster"),
    [("amx_bf16", True, True), ("bf16", True, True), ("bf16", False, False), ("avx2", True, False)],
)
def test_bf16_is_faster_where_the_hardware_has_it_and_the_library_too(
    instruction: str, runs: bool, faster: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {instruction: True, "sse": True})
    monkeypatch.setattr(machine, "runs_bf16", lambda layer: runs)
    assert machine.is_bf16_faster(CPU, LSTM) is faster


def test_a_trial_that_fails_is_an_answer_and_draws_no_random_numbers() -> None:
    class Unheard(torch.nn.Linear):
        def forward(self, inputs: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("could not create a primitive descriptor")

    before = torch.get_rng_state()
    assert not machine.runs_bf16(Unheard)
    machine.runs_bf16(torch.nn.Linear)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.parametrize(("faster", "taken"), [(True, Precision.BF16), (False, Precision.FP32)])
def test_auto_takes_the_faster_one_and_says_so(
    faster: bool,
    taken: Precision,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(precision, "is_bf16_faster", lambda where, layer: faster)
    assert choose_precision(Precision.AUTO) is taken
    assert capsys.readouterr().out.startswith(f"precision: {taken}")


def test_bf16_is_refused_where_it_can_not_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "runs_bf16", lambda layer: False)
    check_precision(Precision.AUTO)
    check_precision(Precision.FP32)
    with pytest.raises(TrainingError, match="this processor can't run an LSTM in bf16"):
        choose_precision(Precision.BF16)


def test_whatever_multiplies_in_bf16_has_asked_the_machine_first() -> None:
    asking = {path for path in (ROOT / "training").rglob("*.py") if "autocast(" in path.read_text()}
    assert asking == {Path(machine.__file__), Path(loop.__file__)}  # the loop by `choose_precision`


@pytest.mark.parametrize(("runs", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_products_are_in_bf16_where_the_machine_multiplies_it(
    runs: bool, dtype: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"amx_bf16": True})
    monkeypatch.setattr(machine, "runs_bf16", lambda layer: runs)
    with machine.mixed_precision(CPU, torch.nn.Linear):
        assert torch.nn.Linear(2, 2)(torch.ones(1, 2)).dtype is dtype
    encoder = MiniLM().in_fastest_precision()
    assert encoder.head.weight.dtype is dtype
