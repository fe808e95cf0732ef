"""The model: verified, and able to score."""

from airparadis.cli.checks.finding import Finding, error, ok
from airparadis.lib.errors import ArtifactError, ModelUnavailableError
from airparadis.ml.slot import ModelSlot

TWEET = "I love this airline, thank you!"


def check_model(slot: ModelSlot) -> Finding:
    """Load it as a web worker does, and score one tweet."""
    name = "model"
    try:
        classifier = slot.classifier
        positive = float(classifier.predict_proba([TWEET])[0, 1])
    except (ModelUnavailableError, ArtifactError) as failure:
        return error(
            name,
            str(failure),
            "`flask model verify`; bring the files back, or set MODEL_DIR to a whole model",
        )
    if slot.refused:
        return error(name, f"the latest release is refused: {slot.refused}", "roll back, /models")
    return ok(name, f"{classifier.manifest.version} scores {TWEET!r} {positive:.2f} positive")
