"""Fingerprints of a recipe, of its files of data and of our own texts."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from training.errors import TrainingError
from training.recipe.settings import DataFiles, RecipeSettings

DIGEST_LENGTH = 16


def fingerprint(files: DataFiles) -> Mapping[str, str]:
    """Return the first digits of the SHA-256 of every file of data.

    Raises:
        TrainingError: files are missing; the message names all of them.
    """
    missing = [str(path) for _, path in files if not path.is_file()]
    if missing:
        raise TrainingError(f"there is no {', no '.join(missing)}")
    return {name: _sha256(path)[:DIGEST_LENGTH] for name, path in files}


def recipe_digest(recipe: RecipeSettings) -> str:
    """Return the first digits of the SHA-256 of a recipe's settings and of our own texts."""
    about = {"recipe": recipe.model_dump(mode="json"), "texts": own_texts_digest()}
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:DIGEST_LENGTH]


def own_texts_digest() -> str:
    """Return the SHA-256 of every file of our own texts, one after the other."""
    folder = Path(__file__).parent
    return "".join(_sha256(path) for path in sorted(folder.glob("own_texts_*.tsv")))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
