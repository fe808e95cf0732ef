"""`compare`: evaluate and time all trained models on the same rows, and write a report."""

import argparse
from pathlib import Path

from training.option_types import existing, new_folder
from training.options import STORE, add_no_mlflow, add_split, material_of

HELP = "evaluate and time all trained models on the same rows, and write a report"
EXAMPLES = (
    "compare --data tweets.csv --airline airline.csv",
    "compare --data tweets.csv --validation",
    "compare --data tweets.csv --models instance/training/tfidf instance/training/lstm",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add_split(parser)
    add = parser.add_argument
    add(
        "--models",
        type=Path,
        nargs="+",
        metavar="DIR",
        help=f"artifact directories; default: the bundled one and those in {STORE}",
    )
    add(
        "--validation",
        action="store_true",
        help="evaluate on validation rows, sampled models included (default: on test rows)",
    )
    add("--airline", type=existing, metavar="FILE", help="labelled airline tweets")
    add("--champion", help="version or directory; default: the bundled model")
    add("--out", type=new_folder, default=STORE / "compare", help="output directory")
    add_no_mlflow(parser)


def run(options: argparse.Namespace) -> None:
    """Write the report, and log it to MLflow by default."""
    from training.compare.collect import collect
    from training.compare.contenders import find_champion, find_contenders
    from training.compare.learning import CURVES, read_curves
    from training.compare.report import track_comparison, write_comparison
    from training.data.split import Part

    material = material_of(options)
    part = Part.VALIDATION if options.validation else Part.TEST
    contenders = find_contenders(material.split, STORE, options.models, part)
    champion = find_champion(contenders, options.champion)
    curves = read_curves(STORE / CURVES)
    comparison = collect(options.data.name, material, contenders, champion, curves, part)
    files = write_comparison(comparison, options.out)
    if options.track:
        track_comparison(comparison, files)
