"""The light model as files: its linear part, its recurrent part if it has one, and their blend."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from airparadis.light.network import NETWORK_NAME, NetworkWeights, read_network, write_network
from airparadis.light.weights import LightWeights, read_weights, write_weights

BLEND_NAME = "blend.json"


@dataclass(frozen=True)
class Blend:
    """How the parts' log-odds make the model's: each multiplied by its factor, plus `bias`.

    From `sure_from` on, either way, the linear part's stand alone and the network is not asked.
    """

    linear: float
    network: float
    bias: float
    sure_from: float


@dataclass(frozen=True)
class LightModel:
    """Everything a light model is; without a network and a blend it is its linear part."""

    linear: LightWeights
    network: NetworkWeights | None = None
    blend: Blend | None = None


def write_model(directory: Path, model: LightModel) -> None:
    """Write the model into an existing directory."""
    write_weights(directory, model.linear)
    if model.network is not None and model.blend is not None:
        write_network(directory, model.network)
        (directory / BLEND_NAME).write_text(json.dumps(asdict(model.blend)) + "\n", "utf-8")


def read_model(directory: Path) -> LightModel:
    """Read what `write_model` wrote."""
    linear = read_weights(directory)
    if not (directory / NETWORK_NAME).exists():
        return LightModel(linear)
    blend = Blend(**json.loads((directory / BLEND_NAME).read_text("utf-8")))
    return LightModel(linear, read_network(directory), blend)
