"""The bilingual model's files: an English network, a French encoder, calibrations of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from airparadis.ml.bilingual.french import FrenchModel, read_french, write_french
from airparadis.ml.bilingual.network import NetworkWeights, read_network, write_network
from airparadis.ml.calibration import Calibration, read_calibrations, write_calibrations
from airparadis.ml.light.lstm_onnx import GRAPH_NAME

FRENCH = "french"
"""The calibration of French tweets, beside those of `airparadis.ml.bilingual.english`."""


@dataclass(frozen=True)
class BilingualModel:
    """Everything in a bilingual model; `graph` is the served form of the network."""

    network: NetworkWeights
    graph: bytes
    french: FrenchModel
    calibrations: Mapping[str, Calibration]


def write_model(directory: Path, model: BilingualModel) -> None:
    """Write the model into an existing directory."""
    write_network(directory, model.network)
    (directory / GRAPH_NAME).write_bytes(model.graph)
    write_french(directory, model.french)
    write_calibrations(directory, model.calibrations)


def read_model(directory: Path) -> BilingualModel:
    """Read the files of `write_model`."""
    return BilingualModel(
        read_network(directory),
        (directory / GRAPH_NAME).read_bytes(),
        read_french(directory),
        read_calibrations(directory),
    )
