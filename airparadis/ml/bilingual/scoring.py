"""The bilingual model's predictions."""

from pathlib import Path

from airparadis.ml.artifact import Manifest
from airparadis.ml.bilingual.english import EnglishScorer
from airparadis.ml.bilingual.french import french_scorer
from airparadis.ml.bilingual.model import FRENCH, BilingualModel, read_model
from airparadis.ml.bilingual.routing import LanguageRouter
from airparadis.text.language import Language, detect_language


class BilingualScorer(LanguageRouter):
    """A scorer of raw English and French tweets; thread-safe."""

    def __init__(self, model: BilingualModel) -> None:
        self.english = EnglishScorer(model.network, model.graph, model.calibrations, model.domain)
        super().__init__(self.english, french_scorer(model.french, model.calibrations[FRENCH]))

    def count_unknown(self, text: str) -> tuple[int, int]:
        """Count the unknown words of a raw tweet and all of its words; French is read by pieces."""
        if detect_language(text) is Language.FRENCH:
            return 0, len(text.split())
        return self.english.count_unknown(text)


class BilingualClassifier(BilingualScorer):
    """A bilingual model with its manifest, as the application serves it."""

    def __init__(self, manifest: Manifest, model: BilingualModel) -> None:
        super().__init__(model)
        self.manifest = manifest

    @classmethod
    def load(cls, directory: Path, manifest: Manifest) -> "BilingualClassifier":
        """Load a directory already verified against `manifest`."""
        return cls(manifest, read_model(directory))
