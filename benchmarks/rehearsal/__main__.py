"""Run the stages one after the other and write what each found."""

import argparse
import csv
import io
import json
import random
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from airparadis.domain.models.gate import GatePolicy
from airparadis.domain.models.verdict import Verdict
from airparadis.ml.artifact import read_verified
from airparadis.ml.store import ModelStore
from benchmarks.rehearsal.curve import curves
from benchmarks.rehearsal.load import load
from benchmarks.rehearsal.people import Labelled, labelled, read_airline_tweets, with_errors
from benchmarks.rehearsal.picture import draw
from benchmarks.rehearsal.site import Site, serving, wait_for
from training.data.material import Material, read_material
from training.data.reviewed import read_reviewed
from training.data.split import Part
from training.evaluation.bootstrap import FIGURES, ScoredRows, resampled_figures
from training.evaluation.figures import evaluate, uncertain_below
from training.evaluation.loading import load_scorer
from training.families import Family, family_module
from training.runs.export import export
from training.runs.retrain import MODEL, Retraining, retrain

VOTED = 0.2
"""Share of the traffic that somebody votes on."""


def main() -> None:
    """Rehearse."""
    options = _parser().parse_args()
    chosen = ("rows", "traffic", "champion", "wrong", "by_queue", "seeds")
    figures: dict[str, Any] = {"options": {name: str(getattr(options, name)) for name in chosen}}
    with tempfile.TemporaryDirectory() as folder:
        rehearsal = Rehearsal(options, Path(folder))
        stages = (
            rehearsal.fit_champion,
            rehearsal.run_the_loop,
            rehearsal.poison,
            rehearsal.draw_curves,
        )
        for stage in stages:
            name = stage.__name__
            print(f"== {name}", flush=True)
            figures[name] = stage()
            print(json.dumps(figures[name], indent=1), flush=True)
            options.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rehearsal")
    parser.add_argument("--data", type=Path, required=True, help="Sentiment140: parquet")
    parser.add_argument("--airline", type=Path, required=True, help="airline tweets, hand-labelled")
    parser.add_argument("--rows", type=int, help="of Sentiment140 to rehearse with; default: all")
    parser.add_argument("--traffic", type=int, default=100_000, help="airline tweets at most")
    parser.add_argument(
        "--champion",
        type=Path,
        help="light model of Sentiment140 only; default: fit one",
    )
    parser.add_argument("--wrong", type=float, default=0.05, help="share of votes and labels wrong")
    parser.add_argument(
        "--by-queue", type=int, default=20, help="tweets reviewed page by page; the rest by a file"
    )
    parser.add_argument("--seeds", type=int, default=5, help="runs of each curve")
    parser.add_argument("--picture", type=Path, help="SVG to draw the curves into")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--out", type=Path, default=Path("rehearsal.json"))
    return parser


class Rehearsal:
    """What the stages hand on to each other."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._folder = folder
        self._data = options.data.resolve()
        if options.rows:
            self._data = _excerpt(options.data, options.rows, folder / "base.csv")
        self._material: Material = read_material(self._data, folder / "split.parquet", "published")
        airline = read_airline_tweets(options.airline)
        everything = labelled(airline, Part.TRAIN)
        self._traffic = everything.take(range(min(options.traffic, len(everything.y))))
        self._said = with_errors(self._traffic, options.wrong)
        self._test = labelled(airline, Part.TEST)
        self._champion = (options.champion or folder / "champion").resolve()
        self._instance = folder / "instance"
        self._store = ModelStore(self._instance / "models", self._champion)

    def fit_champion(self) -> dict[str, Any]:
        """A model that has seen no airline tweet."""
        if not self._options.champion:
            family = _light(no_network=True)
            validation = self._material.labelled(Part.VALIDATION)
            family.fit(*self._material.labelled(Part.TRAIN), *validation)
            positive = family.predict_proba(validation[0])[:, 1]
            below = uncertain_below(positive, validation[1])
            export(family, self._champion, self._material.split, {}, below)
        return {"airline_test": self._judged(self._champion)}

    def draw_curves(self) -> dict[str, Any]:
        """The gain by the number of reviewed tweets, in two orders."""
        options = self._options
        found = curves(self._champion, self._traffic, self._test, options.wrong, options.seeds)
        if options.picture:
            options.picture.write_text(draw(found), "utf-8")
        return found

    def run_the_loop(self) -> dict[str, Any]:
        """Traffic, votes, reviews, training, gate, release and roll-back, by HTTP."""
        site = Site(f"http://127.0.0.1:{self._options.port}")
        with serving(self._instance, self._settings()):
            site.wait_until_ready()
            site.log_in()
            champion = site.version()
            made = list(site.predict(self._said.texts))
            said = {each["id"]: label for each, label in zip(made, self._said.labels, strict=True)}
            found: dict[str, Any] = {"champion": champion, "traffic": len(made)}
            found["votes"] = self._vote(site, made)
            found["reviewed_by_queue"] = site.review(said, self._options.by_queue)
            site.upload("/admin/review/files", "labels.csv", _csv(self._said))
            site.press("/admin/models/train", {}, seen="/admin/models")
            wait_for(self._is_trained, "the training")
            found["training"] = self._job()
            verdict = self._verdict()
            found["gate"] = verdict.to_json()
            found["released"] = self._release(site, verdict)
            return found

    def poison(self) -> dict[str, Any]:
        """Labels that are all wrong: the gate must refuse what they make."""
        out = self._folder / "poisoned"
        out.mkdir()
        labels = out / "labels.jsonl"
        rows = zip(self._said.flipped.texts, self._said.flipped.labels, strict=True)
        labels.write_text("".join(json.dumps({"text": a, "label": b}) + "\n" for a, b in rows))
        champion = self._store.served()
        wanted = Retraining(champion, out, weight=1, policy=GatePolicy())
        family = _light(keep_general=True, champion=champion, labels=labels)
        verdict = retrain(family, self._material, read_reviewed(labels), wanted, track=False)
        return {
            "passed": verdict.passed,
            "failed": [f"{each.kind} {each.subject[:60]}" for each in verdict.failed],
            "airline_test": self._judged(out / MODEL),
        }

    def _settings(self) -> dict[str, str]:
        options, split = self._options, self._folder / "split.parquet"
        return {
            "PORT": str(options.port),
            "MODEL_DIR": str(self._champion),
            "TRAINING_DATA": str(self._data),
            "TRAINING_FAMILY": "light",
            "TRAINING_OPTIONS": f"--split {split} --keep-general --no-mlflow",
            "RATE_LIMIT_API": "1000000/minute",
            "RATE_LIMIT_FORM": "1000000/minute",
        }

    def _vote(self, site: Site, made: list[dict[str, Any]]) -> int:
        """Votes on some of the traffic by what people say the label is."""
        choose = random.Random(1)  # noqa: S311 - no secret
        votes = 0
        for each, label in zip(made, self._said.labels, strict=True):
            if each["label"] and choose.random() < VOTED:
                ballot = {"prediction_id": each["id"], "is_correct": each["label"] == label}
                site.call("/api/v1/feedback", ballot)
                votes += 1
        return votes

    def _release(self, site: Site, verdict: Verdict) -> dict[str, Any]:
        form = {"version": verdict.candidate, "reason": "rehearsing what the gate refused"}
        with load(site) as traffic:
            wait_for(lambda: traffic.versions.total() > 20, "traffic")
            site.press("/admin/models/release", form, seen="/admin/models")
            wait_for(lambda: traffic.versions[verdict.candidate] > 50, "the new model")
            gained = self._judged(self._store.served())
            gain = self._gained(self._store.served())
            site.press(
                "/admin/models/roll-back", {"version": verdict.champion}, seen="/admin/models"
            )
            known = traffic.versions[verdict.champion]
            wait_for(lambda: traffic.versions[verdict.champion] > known + 50, "the old model")
        site.press("/admin/models/release", form, seen="/admin/models")
        return {
            "airline_test": gained,
            "gained": gain,
            "requests": traffic.versions.total(),
            "by_version": dict(traffic.versions),
            "failed_requests": len(traffic.failures),
            "first_failures": traffic.failures[:3],
            "mixed_answers": traffic.mixed,
            "longest_seconds": round(traffic.longest_seconds, 3),
        }

    def _job(self) -> dict[str, Any]:
        with closing(sqlite3.connect(self._instance / "airparadis.sqlite3")) as connection:
            query = "SELECT state, labels, error FROM training_job ORDER BY id DESC LIMIT 1"
            return dict(
                zip(("state", "labels", "error"), connection.execute(query).fetchone(), strict=True)
            )

    def _is_trained(self) -> bool:
        return self._job()["state"] in {"done", "failed"}

    def _verdict(self) -> Verdict:
        if self._job()["error"]:
            raise RuntimeError(self._job()["error"])
        kept = self._instance / "jobs" / "1" / "verdict.json"
        return Verdict.from_json(json.loads(kept.read_bytes()))

    def _judged(self, artifact: Path) -> dict[str, Any]:
        positive = load_scorer(artifact)(self._test.texts)[:, 1]
        figures = evaluate(positive, self._test.y).figures
        return {"version": read_verified(artifact).version, **figures}

    def _gained(self, candidate: Path) -> dict[str, Any]:
        """What the candidate adds on the airline test, with the paired bootstrap's interval."""
        rows = [
            ScoredRows(self._test.y, load_scorer(artifact)(self._test.texts)[:, 1])
            for artifact in (self._champion, candidate)
        ]
        resampled = resampled_figures(rows)
        moved = resampled[:, 1] - resampled[:, 0]
        points = rows[1].figures() - rows[0].figures()
        low, high = np.nanquantile(moved, (0.025, 0.975), axis=0)
        return {
            name: [float(each[place]) for each in (points, low, high)]
            for place, name in enumerate(FIGURES)
        }


def _light(**options: Any) -> Family:
    family: Family = family_module("light").from_options(argparse.Namespace(**options))
    return family


def _excerpt(data: Path, rows: int, path: Path) -> Path:
    """Some rows of Sentiment140 as a file of their own, in the published format."""
    import pyarrow.parquet as pq

    table = pq.read_table(data, columns=["target", "text"])
    chosen = np.random.default_rng(42).choice(len(table), min(rows, len(table)), replace=False)
    excerpt = table.take(np.sort(chosen)).to_pylist()
    with path.open("w", encoding="latin-1", errors="replace", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        for number, row in enumerate(excerpt):
            text = " ".join((row["text"] or "").split())
            writer.writerow([row["target"], number, "", "", "", text])
    return path


def _csv(tweets: Labelled) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["text", "label"])
    writer.writerows(zip(tweets.texts, tweets.labels, strict=True))
    return buffer.getvalue()


if __name__ == "__main__":
    main()
