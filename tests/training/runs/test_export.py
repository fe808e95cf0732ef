"""The artifact of a training holds the profile that monitoring compares served tweets with."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from airparadis.domain.monitoring.drift.profile import Profile
from training.data.languages import guess_languages
from training.data.material import Material
from training.data.split import Part, draw_split
from training.data.tweets import read_tweets
from training.families import NOWHERE, Workspace
from training.runs.export import export_judged

FRENCH = "Le vol était vraiment très agréable, merci à toute l'équipe de bord"
ENGLISH = "The flight was really very pleasant, thanks to all of the cabin crew"


class TwoClasses:
    """A family that says positive of every tweet."""

    name = "light"
    libraries: Sequence[str] = ()
    parameters: Mapping[str, bool | int | float | str] = {}

    def fit(
        self,
        X: Sequence[str],
        y: NDArray[np.int8],
        X_validation: Sequence[str],
        y_validation: NDArray[np.int8],
        workspace: Workspace = NOWHERE,
    ) -> None:
        """Learn nothing."""

    def predict_proba(self, X: Sequence[str]) -> NDArray[np.float64]:
        return np.tile([0.1, 0.9], (len(X), 1))

    def save(self, directory: Path) -> None:
        (directory / "weights").write_text("none", "utf-8")

    @classmethod
    def load(cls, directory: Path) -> "TwoClasses":
        return cls()


class ThreeClasses(TwoClasses):
    """A model that reads French, too, and calls every other tweet neutral."""

    language = "en+fr"

    def neutral(self, X: Sequence[str]) -> NDArray[np.float64]:
        return (np.arange(len(X)) % 2).astype(np.float64)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Material:
    path = tmp_path_factory.mktemp("data") / "tweets.csv"
    rows = [
        f'{("negative", "positive")[row % 2]},"{(FRENCH, ENGLISH)[row // 2 % 2]} {row}x"'
        for row in range(400)
    ]
    path.write_text("\n".join(["label,text", *rows]), "utf-8")
    tweets = read_tweets(path)
    return Material(tweets, draw_split(tweets, "published"))


def reference_of(family: TwoClasses, material: Material, out: Path) -> tuple[Profile, int, int]:
    texts, _ = material.labelled(Part.VALIDATION)
    validation = family.predict_proba(texts)[:, 1]
    wanted = None if isinstance(family, ThreeClasses) else "en"
    reference = export_judged(family, out, material, validation, {}, language=wanted).reference
    assert reference is not None
    return reference, len(texts), sum(FRENCH in text for text in texts)


def test_a_model_of_three_classes_is_profiled_with_neutral_and_in_its_languages(
    material: Material, tmp_path: Path
) -> None:
    reference, rows, _ = reference_of(ThreeClasses(), material, tmp_path / "model")
    assert (reference.scored, reference.foreign) == (rows, 0)
    assert reference.neutral == rows // 2


def test_a_model_of_two_classes_is_profiled_without_neutral_in_english(
    material: Material, tmp_path: Path
) -> None:
    reference, rows, french = reference_of(TwoClasses(), material, tmp_path / "model")
    assert 0 < french < rows
    assert (reference.scored, reference.foreign) == (rows - french, french)
    assert reference.neutral is None


def test_a_family_without_languages_of_its_own_is_served_for_those_of_its_rows(
    material: Material, tmp_path: Path
) -> None:
    texts, _ = material.labelled(Part.VALIDATION)
    validation = np.full(len(texts), 0.9)
    manifest = export_judged(TwoClasses(), tmp_path / "model", material, validation, {})
    assert manifest.language == "en+fr"
    assert guess_languages([FRENCH] * 10) == "fr"
    assert guess_languages([ENGLISH] * 19 + [FRENCH]) == "en"
    assert guess_languages([]) == "en"
