"""The bilingual model's files: an English network, a French encoder, calibrations of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from airparadis.ml.bilingual.french import FrenchModel, read_french, write_french
from airparadis.ml.bilingual.network import NetworkWeights, read_network, write_network
from airparadis.ml.calibration import Calibration, read_calibrations, write_calibrations
from airparadis.ml.light.domain_adaptation import (
    DOMAIN_NAME,
    DomainWeights,
    read_domain,
    write_domain,
)
from airparadis.ml.light.lstm_onnx import GRAPH_NAME

FRENCH = "french"
"""The calibration of French tweets, beside those of `airparadis.ml.bilingual.english`."""


@dataclass(frozen=True)
class BilingualModel:
    """Everything in a bilingual model; `graph` is the served form of the network.

    `domain` is what reviewed tweets add for airline tweets in English.
    """

    network: NetworkWeights
    graph: bytes
    french: FrenchModel
    calibrations: Mapping[str, Calibration]
    domain: DomainWeights | None = None


def write_model(directory: Path, model: BilingualModel) -> None:
    """Write the model into an existing directory."""
    write_network(directory, model.network)
    (directory / GRAPH_NAME).write_bytes(model.graph)
    write_french(directory, model.french)
    write_calibrations(directory, model.calibrations)
    if model.domain is not None:
        write_domain(directory, model.domain)


def read_model(directory: Path) -> BilingualModel:
    """Read the files of `write_model`."""
    return BilingualModel(
        read_network(directory),
        (directory / GRAPH_NAME).read_bytes(),
        read_french(directory),
        read_calibrations(directory),
        read_domain(directory) if (directory / DOMAIN_NAME).exists() else None,
    )
