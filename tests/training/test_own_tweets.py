"""`docs/own-tweets.md`, run as it is written, on a small French file."""

import random
import re
import shlex
from pathlib import Path

import pytest

from airparadis.lib.project import ROOT
from airparadis.ml.families import load_classifier
from training.__main__ import main

BLOCK = re.compile(r"<!-- run -->\n```sh\n(.*?)```", re.DOTALL)
SUBJECTS = ("le vol", "mon bagage", "cet équipage", "le siège", "l’embarquement", "le repas")
BAD = ("est en retard", "est perdu", "est cassé", "n’est pas à la hauteur", "me déçoit")
GOOD = ("est parfait", "est à l’heure", "me ravit", "est un régal", "n’est pas mal du tout")
ENDINGS = ("", " encore", " aujourd’hui", " à Orly", " ce matin")


def write(path: Path, seed: int) -> None:
    """Write a table as a French spreadsheet saves it: semicolons, Windows-1252, notes of 1 to 5."""
    choose = random.Random(seed)  # noqa: S311 - synthetic data, no secret
    lines = ["date;avis;note", "2026-01-01;à quelle heure part le vol ?;3"]
    for number in range(400):
        note, feelings = ((1, BAD), (5, GOOD))[number % 2]
        text = f"{choose.choice(SUBJECTS)} {choose.choice(feelings)}{choose.choice(ENDINGS)}"
        lines.append(f"2026-01-02;{text};{note}")
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def test_every_command_of_the_page_runs_and_the_model_can_be_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "avis.csv", seed=1)
    write(tmp_path / "later.csv", seed=2)
    page = (ROOT / "docs" / "own-tweets.md").read_text("utf-8")
    commands = [line for block in BLOCK.findall(page) for line in block.splitlines()]
    assert len(commands) >= 6
    for command in commands:
        words = shlex.split(command)
        assert words[:3] == ["python", "-m", "training"]
        tracked = words[3] in {"train", "retrain"}
        assert main([*words[3:], *(["--no-mlflow"] if tracked else [])]) == 0, command
    classifier = load_classifier(Path("instance/training/tfidf"))
    assert classifier.manifest.language == "fr"
    assert classifier.predict_proba(["mon bagage est perdu"])[0, 0] > 0.5
    assert (tmp_path / "scored.xlsx").stat().st_size > 1_000
