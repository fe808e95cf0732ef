"""`evaluate`: judge trained models on a labelled file."""

import argparse
from pathlib import Path

from training.option_types import new_folder
from training.options import STORE, add_columns, columns_of

HELP = "evaluate trained models on any labelled file"
EXAMPLES = (
    "evaluate bundled tweets.xlsx",
    "evaluate bundled instance/training/tfidf tweets.csv --out report",
    "evaluate bundled avis.csv --label-column note --labels negative=1,neutral=3,positive=5",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("models", nargs="+", metavar="MODEL", help=f"directory, name in {STORE}, or `bundled`")
    add("data", type=Path, metavar="FILE", help="labelled tweets: CSV, XLSX, JSON lines, Parquet")
    add(
        "--out", type=new_folder, metavar="DIR", help="write HTML, Markdown and JSON to this folder"
    )
    add("--json", action="store_true", help="print the figures as JSON instead of tables")
    add_columns(parser)


def run(options: argparse.Namespace) -> None:
    """Print the report, and write it where asked to."""
    import json
    from dataclasses import asdict

    from training.compare.evaluate import evaluate_models
    from training.compare.evaluate_report import as_text, write_evaluation
    from training.data.tweets import read_tweets
    from training.evaluation.loading import find_model

    directories = [find_model(name, STORE) for name in options.models]
    tweets = read_tweets(options.data, columns_of(options))
    evaluation = evaluate_models(options.data.name, tweets, directories)
    if options.json:
        print(json.dumps(asdict(evaluation), indent=2, ensure_ascii=False))
    else:
        print(tweets.summary, as_text(evaluation), sep="\n\n")
    if options.out:
        write_evaluation(evaluation, options.out)
