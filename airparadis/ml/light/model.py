"""The light model's files: a linear part and, optionally, a recurrent and a domain part."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from airparadis.ml.light.domain_adaptation import (
    DOMAIN_NAME,
    DomainWeights,
    read_domain,
    write_domain,
)
from airparadis.ml.light.lstm_onnx import GRAPH_NAME
from airparadis.ml.light.lstm_weights import (
    NETWORK_NAME,
    LstmWeights,
    read_network,
    write_network,
)
from airparadis.ml.light.weights import LightWeights, read_weights, write_weights

BLEND_NAME = "blend.json"


@dataclass(frozen=True)
class Blend:
    """Coefficients that combine the parts' log-odds.

    From an absolute value of `sure_from` on, the linear part decides alone and the network is not
    run.
    """

    linear: float
    network: float
    bias: float
    sure_from: float


@dataclass(frozen=True)
class LightModel:
    """The parts of a light model.

    Without network and blend, the general score is that of the linear part; without a domain part,
    the general score is final. `graph` is the served form of the network
    (`airparadis.ml.light.lstm_onnx`); older models have none.
    """

    linear: LightWeights
    network: LstmWeights | None = None
    blend: Blend | None = None
    domain: DomainWeights | None = None
    graph: bytes | None = None


def write_model(directory: Path, model: LightModel) -> None:
    """Write the model into an existing directory."""
    write_weights(directory, model.linear)
    if model.network is not None and model.blend is not None:
        write_network(directory, model.network)
        (directory / BLEND_NAME).write_text(json.dumps(asdict(model.blend)) + "\n", "utf-8")
        if model.graph is not None:
            (directory / GRAPH_NAME).write_bytes(model.graph)
    if model.domain is not None:
        write_domain(directory, model.domain)


def read_model(directory: Path) -> LightModel:
    """Read the files of `write_model`."""
    linear = read_weights(directory)
    domain = read_domain(directory) if (directory / DOMAIN_NAME).exists() else None
    if not (directory / NETWORK_NAME).exists():
        return LightModel(linear, domain=domain)
    blend = Blend(**json.loads((directory / BLEND_NAME).read_text("utf-8")))
    graph = (directory / GRAPH_NAME).read_bytes() if (directory / GRAPH_NAME).exists() else None
    return LightModel(linear, read_network(directory), blend, domain, graph)
