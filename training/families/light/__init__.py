"""`light`: the bundled default. A linear, a small recurrent and a domain part.

Validation and test figures come from the classes that serve, so they are the served model's. Only
the recurrent part needs PyTorch, and only to be fitted.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from airparadis.ml.artifact import BUNDLED_MODEL
from training.data.airline import read_airline_tweets
from training.data.split import Part

if TYPE_CHECKING:
    from training.families.light.family import Light

NETWORK = ("vectors", "start", "units", "epochs", "learning_rate", "vectors_learning_rate")
"""Options that are fields of `NetworkSettings`."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options a command may set; the others are in `settings`."""
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument(
        "--no-network", action="store_true", help="fit the linear part only; needs no PyTorch"
    )
    parts.add_argument(
        "--vectors",
        type=Path,
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
        type=Path,
        metavar="ARTIFACT",
        help="fit nothing: give the network of an older artifact of `light` a graph, and judge it",
    )
    add = parser.add_argument
    add(
        "--teacher",
        type=Path,
        nargs="+",
        default=(),
        help="artifacts, of any family, for the recurrent part to learn from",
    )
    add("--start", type=Path, help="artifact of `light` whose recurrent part is trained further")
    add("--units", type=int, help="of the recurrent part, in each direction")
    add("--epochs", type=int, help="of the recurrent part")
    add("--learning-rate", type=float, help="of the recurrent part, at its highest")
    add("--vectors-learning-rate", type=float)


def from_options(options: argparse.Namespace) -> "Light":
    """Make a family, not fitted yet; it also learns the training part of `--airline` if given."""
    from training.families.light.family import Light
    from training.families.light.settings import (
        REVIEWED,
        DomainSettings,
        LightSettings,
        NetworkSettings,
    )

    given = vars(options)
    wanted = {name: given[name] for name in NETWORK if given.get(name) is not None}
    network = None if given.get("no_network") else NetworkSettings(**wanted)
    domain = REVIEWED if given.get("reviewed") else DomainSettings()
    settings = LightSettings(network=network, domain=domain)
    airline = given.get("airline")
    if old := given.get("convert"):
        return Light(settings, base=old, convert=True)
    labelled = read_airline_tweets(airline).polar(Part.TRAIN) if airline else None
    base = given.get("champion", BUNDLED_MODEL) if given.get("keep_general") else None
    return Light(settings, labelled, given.get("teacher", ()), base)
