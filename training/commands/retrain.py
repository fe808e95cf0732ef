"""`retrain`: train on base data and reviewed labels, then compare with the champion."""

import argparse
from pathlib import Path

from airparadis.ml.artifact import BUNDLED_MODEL, read_verified
from training.families import add_family_commands, family_module
from training.option_types import existing, new_folder, positive
from training.options import STORE, VARIANTS, add_no_mlflow, add_split, material_of

HELP = "train on base data and reviewed labels, then compare with the champion"
EXAMPLES = (
    "retrain light --keep-general --reviewed labels.jsonl",
    "retrain light --data tweets.csv --reviewed labels.jsonl",
)
WEIGHT = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add a sub-command for each family."""
    add_family_commands(parser, _add_common)


def run(options: argparse.Namespace) -> None:
    """Write a candidate and the verdict on it; a refusal is a verdict, not an error."""
    from training.data.reviewed import read_reviewed
    from training.evaluation.policy import read_policy, read_topics
    from training.runs.retrain import Retraining, retrain

    reviewed = read_reviewed(options.reviewed)
    policy, topics = read_policy(options.policy), tuple(read_topics(options.topics))
    wanted = Retraining(options.champion, options.out, options.weight, policy, topics)
    if options.variant is None:  # the champion's, where it names one of ours
        variant = read_verified(options.champion).split_variant
        options.variant = variant if variant in VARIANTS else VARIANTS[0]
    material = material_of(options) if options.data else None
    options.out.mkdir(parents=True, exist_ok=True)
    family = family_module(options.family).from_options(options)
    verdict = retrain(family, material, reviewed, wanted, track=options.track)
    if options.track and verdict.passed:
        from training.tracking.aliases import CANDIDATE, point

        point(CANDIDATE, verdict.candidate)


def _add_common(parser: argparse.ArgumentParser) -> None:
    add_split(parser, variant=None, required=False)
    add = parser.add_argument
    add(
        "--reviewed",
        type=existing,
        required=True,
        metavar="FILE",
        help="reviewed tweets: `flask review export`, or any labelled table",
    )
    add(
        "--champion",
        type=Path,
        default=BUNDLED_MODEL,
        help="artifact to beat (default: the bundled one)",
    )
    add(
        "--weight",
        type=positive,
        default=WEIGHT,
        help="weight of a reviewed tweet, in base tweets (default: %(default)s)",
    )
    add("--topics", type=existing, help="topic rules, one a line; default: the airline topics")
    add("--policy", type=existing, help="JSON file of gate limits that override the defaults")
    add("--sample", type=positive, help="train on only this many base rows")
    add("--out", type=new_folder, default=STORE / "retrain", help="directory of model and verdict")
    add_no_mlflow(parser)
