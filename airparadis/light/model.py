"""The light model as files: its linear part, its recurrent part if it has one, and their blend."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from airparadis.light.network import NETWORK_NAME, NetworkWeights, read_network, write_network
from airparadis.light.weights import LightWeights, read_weights, write_weights

BLEND_NAME = "blend.json"


@dataclass(frozen=True)
class Blend:
    """How the parts' log-odds make the model's: each multiplied by its factor, plus `bias`."""

    linear: float = 1.0
    network: float = 0.0
    bias: float = 0.0


@dataclass(frozen=True)
class LightModel:
    """Everything a light model is; without a network it is its linear part."""

    linear: LightWeights
    network: NetworkWeights | None = None
    blend: Blend = Blend()


def write_model(directory: Path, model: LightModel) -> None:
    """Write the model into an existing directory."""
    write_weights(directory, model.linear)
    if model.network is not None:
        write_network(directory, model.network)
        (directory / BLEND_NAME).write_text(json.dumps(asdict(model.blend)) + "\n", "utf-8")


def read_model(directory: Path) -> LightModel:
    """Read what `write_model` wrote."""
    linear = read_weights(directory)
    if not (directory / NETWORK_NAME).exists():
        return LightModel(linear)
    blend = Blend(**json.loads((directory / BLEND_NAME).read_text("utf-8")))
    return LightModel(linear, read_network(directory), blend)
