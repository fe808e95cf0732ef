"""The models that come with the package, and what each costs."""

from dataclasses import dataclass
from functools import cache

from airparadis.ml.artifact import Manifest, read_verified
from airparadis.ml.bundled import BUNDLED_MODELS, PROCESSOR_MS, BundledModel


@dataclass(frozen=True, slots=True)
class Offer:
    """A bundled model with its price: size in units of 10^6 bytes, milliseconds for a tweet.

    The figures are of test rows labelled by people; None where the manifest has none.
    """

    name: BundledModel
    manifest: Manifest
    size_mb: float
    processor_ms: float | None
    general: float | None
    airline: float | None
    french: float | None


@cache
def offers() -> tuple[Offer, ...]:
    """Return the bundled models, verified once in a process.

    Raises:
        ArtifactError: one of them is not what its manifest says.
    """
    return tuple(_offer(name, read_verified(path)) for name, path in BUNDLED_MODELS.items())


def _offer(name: BundledModel, manifest: Manifest) -> Offer:
    took = manifest.parameters.get(PROCESSOR_MS)
    general, airline, french = (
        manifest.metrics.get(f"{kind}_test", {}).get("balanced_accuracy")
        for kind in ("general", "airline", "french")
    )
    return Offer(
        name,
        manifest,
        sum(record.size for record in manifest.files.values()) / 1e6,
        None if took is None else float(took),
        general,
        airline,
        french,
    )
