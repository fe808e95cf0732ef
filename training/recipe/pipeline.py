"""The stages of the recipe in order: teachers, what they say, the student."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from airparadis.ml.bilingual.network import write_network
from airparadis.ml.light.lstm_onnx import GRAPH_NAME
from training.recipe.labelled import ENGLISH
from training.recipe.lessons import Taught, make_lessons
from training.recipe.material import Material
from training.recipe.settings import RecipeSettings
from training.recipe.stages import Stage, StageStore
from training.recipe.student.fit import distil
from training.recipe.student.graph import graph_of
from training.recipe.student.network import Student
from training.recipe.teachers import (
    ask_convolution,
    ask_encoder,
    export_french,
    fit_convolution,
    fit_encoder,
)
from training.recipe.unlabelled import Tweets, make_texts

TEXTS_NAME = "texts.json"
TAUGHT = ("labelled", "texts", "tweets")


@dataclass(frozen=True)
class Pipeline:
    """Runs the stages of one recipe over one material, each unless it is there already."""

    material: Material
    recipe: RecipeSettings
    store: StageStore
    data: Stage

    def encoder(self) -> Stage:
        """MiniLM, tuned."""
        settings = {
            "encoder": self.recipe.encoder.model_dump(),
            "sources": self._dumped_sources(),
        }
        return self.store.run(
            "encoder",
            settings,
            (self.data,),
            lambda out, kept: fit_encoder(self.material, self.recipe, out, kept),
        )

    def convolution(self) -> Stage:
        """The sentence encoder, tuned."""
        settings = {
            "convolution": self.recipe.convolution.model_dump(),
            "sources": self._dumped_sources(),
        }
        return self.store.run(
            "convolution",
            settings,
            (self.data,),
            lambda out, kept: fit_convolution(self.material, self.recipe, out, kept),
        )

    def french(self) -> Stage:
        """The sentence encoder cut to French pieces, as it is served."""
        convolution = self.convolution()
        return self.store.run(
            "french",
            {},
            (convolution,),
            lambda out, _: export_french(
                convolution.directory, self.material, self.recipe.convolution, out
            ),
        )

    def texts(self) -> Stage:
        """Texts for the teachers to label."""
        return self.store.run(
            "texts",
            self.recipe.unlabelled.model_dump(),
            (self.data,),
            lambda out, _: self._texts(out),
        )

    def taught(self) -> Stage:
        """Return the stage of the teachers' mean predictions on the student's training texts."""
        stages = (self.encoder(), self.convolution(), self.texts())
        weights = self.recipe.teachers.model_dump()
        return self.store.run("taught", weights, stages, lambda out, _: self._ask(stages, out))

    def student(self) -> Stage:
        """The student, distilled, as it is served."""
        taught, texts = self.taught(), self.texts()
        settings = {
            "student": self.recipe.student.model_dump(),
            "sources": self._dumped_sources(),
        }
        return self.store.run(
            "student",
            settings,
            (taught, texts),
            lambda out, kept: self._distil(taught, texts, out, kept),
        )

    def _texts(self, out: Path) -> None:
        rows = self.material.training_rows(ENGLISH)
        labelled = Tweets(
            [self.material.labelled.texts[row] for row in rows],
            self.material.labelled.sources[rows].tolist(),
        )
        texts = make_texts(labelled, self._tweets(), self.recipe.unlabelled)
        (out / TEXTS_NAME).write_text(json.dumps(texts), "utf-8")

    def _ask(self, stages: tuple[Stage, Stage, Stage], out: Path) -> None:
        encoder, convolution, texts = stages
        labelled = self.material.training_rows(ENGLISH)
        asked = {
            "labelled": [self.material.labelled.texts[row] for row in labelled],
            "texts": read_texts(texts),
            "tweets": self._tweets(),
        }
        share = self.recipe.teachers.convolution
        for name in TAUGHT:
            said = (1 - share) * ask_encoder(
                encoder.directory, asked[name], self.recipe.encoder.max_pieces
            )
            if share:
                said = said + share * ask_convolution(convolution.directory, asked[name])
            np.save(out / f"{name}.npy", said)

    def _distil(self, taught: Stage, texts: Stage, out: Path, checkpoints: Path) -> None:
        said = Taught(*(_load(taught, name) for name in TAUGHT))
        lessons, subwords = make_lessons(self.material, read_texts(texts), said, self.recipe)
        torch.manual_seed(self.recipe.student.seed)
        student = Student(self.recipe.student, subwords)
        distil(student, lessons, self.recipe.student, checkpoints, print)
        weights = student.weights()
        write_network(out, weights)
        (out / GRAPH_NAME).write_bytes(graph_of(weights))

    def _tweets(self) -> list[str]:
        rows = self.material.unlabelled[: self.recipe.unlabelled.tweets]
        return [self.material.sentiment140.texts[row] for row in rows]

    def _dumped_sources(self) -> dict[str, dict[str, float]]:
        return {name: source.model_dump() for name, source in self.recipe.sources.items()}


def read_texts(stage: Stage) -> list[str]:
    """The texts of the stage `Pipeline.texts`."""
    texts: list[str] = json.loads((stage.directory / TEXTS_NAME).read_text("utf-8"))
    return texts


def _load(stage: Stage, name: str) -> NDArray[np.float64]:
    said: NDArray[np.float64] = np.load(stage.directory / f"{name}.npy")
    return said
