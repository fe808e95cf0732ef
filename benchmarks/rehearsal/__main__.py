"""The improvement loop from end to end, on airline tweets that people have labelled.

    python -m benchmarks.rehearsal --data sentiment140.parquet --airline us_airline_tweets.csv.gz

A champion is fitted on Sentiment140 only and served by gunicorn. Airline tweets of the training
part come in by the API; some are voted on and all are reviewed by their hand labels, a share of
both wrong on purpose. The worker trains again, the gate judges, the candidate is released, and
the gain is measured on the airline test part, which nothing has seen. Then the same with poisoned
labels, which the gate must refuse; then a roll-back under load. `--out` gets the figures as JSON.
"""

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
from benchmarks.faults.site import Site, site, wait_for
from benchmarks.rehearsal.browser import EMAIL, PASSWORD, Browser
from benchmarks.rehearsal.curve import curves, draw
from benchmarks.rehearsal.load import load, predict
from benchmarks.rehearsal.people import labelled
from training.data.airline import read_airline_tweets
from training.data.material import read_material
from training.data.reviewed import read_reviewed
from training.data.split import Part
from training.evaluation.bootstrap import FIGURES, ScoredRows, resampled_figures
from training.evaluation.figures import evaluate, uncertain_below
from training.evaluation.loading import load_scorer
from training.families import Family, family_module
from training.runs.export import export
from training.runs.retrain import MODEL, Retraining, retrain

VOTED = 0.2
"""Share of the traffic that is voted on."""

MODELS = "/admin/models"


def main() -> None:
    """Run the stages one after the other and write the figures of each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rehearsal")
    add = parser.add_argument
    add("--data", type=Path, required=True, help="Sentiment140: parquet")
    add("--airline", type=Path, required=True, help="airline tweets, hand-labelled")
    add("--rows", type=int, help="of Sentiment140 to rehearse with; default: all")
    add("--traffic", type=int, default=100_000, help="airline tweets at most")
    add("--champion", type=Path, help="light model of Sentiment140 only; default: fit one")
    add("--wrong", type=float, default=0.05, help="share of votes and labels that are wrong")
    add("--by-queue", type=int, default=20, help="tweets reviewed on pages; the rest by a file")
    add("--seeds", type=int, default=5, help="runs of each curve")
    add("--picture", type=Path, help="SVG to draw the curves into")
    add("--out", type=Path, default=Path("rehearsal.json"))
    options = parser.parse_args()
    figures: dict[str, Any] = {
        "options": {name: str(value) for name, value in vars(options).items()}
    }
    with tempfile.TemporaryDirectory() as folder:
        rehearsal = Rehearsal(options, Path(folder))
        for stage in (rehearsal.fit_champion, rehearsal.loop, rehearsal.poison, rehearsal.curves):
            name = stage.__name__
            print(f"== {name}", flush=True)
            figures[name] = stage()
            print(json.dumps(figures[name], indent=1), flush=True)
            options.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


class Rehearsal:
    """The stages, and what they share."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self._options = options
        self._folder = folder
        self._data = options.data.resolve()
        if options.rows:
            self._data = _excerpt(options.data, options.rows, folder / "base.csv")
        self._split = folder / "split.parquet"
        self._material = read_material(self._data, self._split, "published")
        airline = read_airline_tweets(options.airline)
        traffic = labelled(airline, Part.TRAIN)
        self._traffic = traffic.take(range(min(options.traffic, len(traffic.y))))
        self._reviewed = self._traffic.with_errors(options.wrong)
        self._test = labelled(airline, Part.TEST)
        self._champion = (options.champion or folder / "champion").resolve()
        self._instance = folder / "instance"
        self._store = ModelStore(self._instance / "models", self._champion)

    def fit_champion(self) -> dict[str, Any]:
        """Fit a model that has seen no airline tweet."""
        if not self._options.champion:
            family = _light(no_network=True)
            validation = self._material.labelled(Part.VALIDATION)
            family.fit(*self._material.labelled(Part.TRAIN), *validation)
            positive = family.predict_proba(validation[0])[:, 1]
            below = uncertain_below(positive, validation[1])
            export(family, self._champion, self._material.split, {}, below)
        return {"airline_test": self._judged(self._champion)}

    def loop(self) -> dict[str, Any]:
        """Send traffic and votes, review, train, judge, release and roll back, over HTTP."""
        settings = {
            "ADMIN_EMAIL": EMAIL,
            "ADMIN_PASSWORD": PASSWORD,
            "MODEL_DIR": str(self._champion),
            "TRAINING_DATA": str(self._data),
            "TRAINING_FAMILY": "light",
            "TRAINING_OPTIONS": f"--split {self._split} --keep-general --no-mlflow",
            "RATE_LIMIT_FORM": "1000000/minute",
        }
        with site(self._folder, settings, "web", "worker") as running:
            browser = Browser(f"http://127.0.0.1:{running.port}")
            made = list(predict(running, self._reviewed.texts))
            labels = {
                prediction["id"]: label
                for prediction, label in zip(made, self._reviewed.labels, strict=True)
            }
            found: dict[str, Any] = {"traffic": len(made), "votes": _vote(running, made, labels)}
            found["reviewed_by_queue"] = browser.review(labels, self._options.by_queue)
            file = {"file": ("labels.csv", self._labels_csv())}
            browser.submit("/admin/review/files", {}, page="/admin/review/files", files=file)
            browser.submit(f"{MODELS}/train", {}, page=MODELS)
            wait_for(lambda: self._job()["state"] in {"done", "failed"}, "the training")
            found["training"] = self._job()
            verdict = self._verdict()
            found["gate"] = verdict.to_json()
            found["released"] = self._release(running, browser, verdict)
            return found

    def poison(self) -> dict[str, Any]:
        """Train on labels that are all wrong: the gate must refuse the result."""
        out = self._folder / "poisoned"
        out.mkdir()
        poisoned = self._reviewed.with_errors(1)
        rows = zip(poisoned.texts, poisoned.labels, strict=True)
        lines = [json.dumps({"text": text, "label": label}) + "\n" for text, label in rows]
        labels = out / "labels.jsonl"
        labels.write_text("".join(lines))
        champion = self._store.served()
        wanted = Retraining(champion, out, weight=1, policy=GatePolicy())
        family = _light(keep_general=True, champion=champion, labels=labels)
        verdict = retrain(family, self._material, read_reviewed(labels), wanted, track=False)
        return {
            "passed": verdict.passed,
            "failed": [f"{check.kind} {check.subject[:60]}" for check in verdict.failed],
            "airline_test": self._judged(out / MODEL),
        }

    def curves(self) -> dict[str, Any]:
        """Measure the gain by the number of reviewed tweets, in two orders."""
        options = self._options
        found = curves(self._champion, self._traffic, self._test, options.wrong, options.seeds)
        if options.picture:
            options.picture.write_text(draw(found), "utf-8")
        return found

    def _release(self, running: Site, browser: Browser, verdict: Verdict) -> dict[str, Any]:
        form = {"version": verdict.candidate, "reason": "rehearsing what the gate refused"}
        back = {"version": verdict.champion}
        with load(running) as traffic:
            wait_for(lambda: traffic.versions.total() > 20, "traffic")
            browser.submit(f"{MODELS}/release", form, page=MODELS)
            wait_for(lambda: traffic.versions[verdict.candidate] > 50, "the new model")
            candidate = self._store.served()
            browser.submit(f"{MODELS}/roll-back", back, page=MODELS)
            known = traffic.versions[verdict.champion]
            wait_for(lambda: traffic.versions[verdict.champion] > known + 50, "the old model")
        browser.submit(f"{MODELS}/release", form, page=MODELS)
        return {
            "airline_test": self._judged(candidate),
            "gained": self._gained(candidate),
            "requests": traffic.versions.total(),
            "by_version": dict(traffic.versions),
            "failed_requests": len(traffic.failures),
            "first_failures": traffic.failures[:3],
            "mixed_answers": traffic.mixed,
            "longest_seconds": round(traffic.longest_seconds, 3),
        }

    def _job(self) -> dict[str, Any]:
        with closing(sqlite3.connect(self._instance / "airparadis.sqlite3")) as connection:
            connection.row_factory = sqlite3.Row
            query = "SELECT state, labels, error FROM training_job ORDER BY id DESC LIMIT 1"
            return dict(connection.execute(query).fetchone())

    def _verdict(self) -> Verdict:
        if self._job()["error"]:
            raise RuntimeError(self._job()["error"])
        path = self._instance / "jobs" / "1" / "verdict.json"
        return Verdict.from_json(json.loads(path.read_bytes()))

    def _labels_csv(self) -> str:
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        writer.writerow(["text", "label"])
        writer.writerows(zip(self._reviewed.texts, self._reviewed.labels, strict=True))
        return buffer.getvalue()

    def _judged(self, artifact: Path) -> dict[str, Any]:
        positive = load_scorer(artifact)(self._test.texts)[:, 1]
        figures = evaluate(positive, self._test.y).figures
        return {"version": read_verified(artifact).version, **figures}

    def _gained(self, candidate: Path) -> dict[str, Any]:
        """Gain of the candidate on the airline test, with the paired bootstrap's interval."""
        rows = [
            ScoredRows(self._test.y, load_scorer(artifact)(self._test.texts)[:, 1])
            for artifact in (self._champion, candidate)
        ]
        resampled = resampled_figures(rows)
        gain = rows[1].figures() - rows[0].figures()
        low, high = np.nanquantile(resampled[:, 1] - resampled[:, 0], (0.025, 0.975), axis=0)
        return dict(zip(FIGURES, np.stack([gain, low, high], axis=1).tolist(), strict=True))


def _vote(running: Site, made: list[dict[str, Any]], labels: dict[str, Any]) -> int:
    """Vote on a share of the predictions by the reviewers' labels."""
    choose = random.Random(1)  # noqa: S311 - no secret
    voted = [found for found in made if found["label"] and choose.random() < VOTED]
    for found in voted:
        is_correct = found["label"] == labels[found["id"]]
        vote = {"prediction_id": found["id"], "is_correct": is_correct}
        running.call("/api/v1/feedback", vote)
    return len(voted)


def _light(**options: Any) -> Family:
    return family_module("light").from_options(argparse.Namespace(**options))


def _excerpt(data: Path, rows: int, path: Path) -> Path:
    """Write some rows of Sentiment140 as a file of their own, in the published format."""
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


if __name__ == "__main__":
    main()
