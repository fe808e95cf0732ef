"""`light`: the bundled default. A linear, a small recurrent and a domain part.

Validation and test figures come from the classes that serve, so they are the served model's. Only
the recurrent part needs PyTorch, and only to be fitted.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from airparadis.ml.artifact import BUNDLED_MODEL, read_verified
from training.data.airline import read_airline_tweets
from training.data.split import Part
from training.families import RECIPE_FAMILIES
from training.families.light.settings import (
    REVIEWED,
    DomainSettings,
    LightSettings,
    NetworkSettings,
)
from training.option_types import existing
from training.options import add_numbers

if TYPE_CHECKING:
    from training.families.light.family import Light

NUMBERS = {
    "units": "of the recurrent part, in each direction",
    "epochs": "of the recurrent part",
    "learning_rate": "of the recurrent part, at its highest",
    "vectors_learning_rate": "of its word vectors",
}
"""Options that are numbers: fields of `NetworkSettings`, and their help."""

SEARCH: Mapping[str, Sequence[object]] = {
    "units": (64, 96, 128),
    "epochs": (3, 4, 5),
    "learning_rate": (1e-3, 2e-3, 3e-3),
    "vectors_learning_rate": (5e-4, 1e-3, 2e-3),
}
"""Values that `tune` draws from."""

NETWORK = ("vectors", "start", *NUMBERS)
"""Options that are fields of `NetworkSettings`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options a command may set; the others are in `settings`."""
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument(
        "--no-network", action="store_true", help="fit the linear part only; needs no PyTorch"
    )
    parts.add_argument(
        "--vectors",
        type=existing,
        metavar="FILE",
        help="output of `embeddings`, or an artifact of `lstm`: the recurrent part starts from it",
    )
    parts.add_argument(
        "--keep-general",
        action="store_true",
        help="keep the champion's linear and recurrent part (of `train`: the bundled model's), "
        "fit the domain part only; takes seconds and no PyTorch",
    )
    parts.add_argument(
        "--convert",
        type=existing,
        metavar="ARTIFACT",
        help="fit nothing: give the network of an older artifact of `light` a graph, and judge it",
    )
    add = parser.add_argument
    add(
        "--teacher",
        type=existing,
        metavar="DIR",
        nargs="+",
        default=(),
        help="artifacts, of any family, for the recurrent part to learn from",
    )
    add("--start", type=existing, metavar="DIR", help="`light` to train the recurrent part of")
    add_numbers(parser, NetworkSettings(), NUMBERS)


def from_options(options: argparse.Namespace) -> "Light":
    """Make a family, not fitted yet; it also learns the training part of `--airline` if given."""
    from training.families.light.family import Light

    given = vars(options)
    wanted = {name: given[name] for name in NETWORK if given.get(name) is not None}
    network = None if given.get("no_network") else NetworkSettings(**wanted)
    domain = REVIEWED if given.get("reviewed") else DomainSettings()
    settings = LightSettings(network=network, domain=domain)
    airline = given.get("airline")
    if old := given.get("convert"):
        return Light(settings, base=old, convert=True)
    labelled = read_airline_tweets(airline).polar(Part.TRAIN) if airline else None
    base = _general_part(given.get("champion")) if given.get("keep_general") else None
    return Light(settings, labelled, given.get("teacher", ()), base)


def _general_part(champion: Path | None) -> Path:
    """Return the light model whose general part is reused: under a precise champion the bundled."""
    if champion is None or read_verified(champion).family in RECIPE_FAMILIES:
        return BUNDLED_MODEL
    return champion
