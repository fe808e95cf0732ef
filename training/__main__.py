"""`python -m training <verb>`: eda, split, train."""

import argparse
import sys
from pathlib import Path

from airparadis.errors import AirParadisError
from training.families import FAMILY_NAMES

STORE = Path("instance") / "training"


def main(arguments: list[str] | None = None) -> int:
    """Run one verb; 0 when it did what it says, 1 with one line on standard error otherwise."""
    options = _parser().parse_args(arguments)
    try:
        _VERBS[options.verb](options)
    except AirParadisError as error:
        print(f"python -m training: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    train = verbs.add_parser("train", help="fit a family, judge it, write its artifact")
    train.add_argument("family", choices=FAMILY_NAMES)
    train.add_argument("--out", type=Path, help="artifact directory to write")
    train.add_argument("--sample", type=_positive, help="fit on so many training rows only")
    split = verbs.add_parser("split", help="draw the frozen split, or check the one drawn")
    explore = verbs.add_parser("eda", help="explore the tweets, write a report")
    explore.add_argument("--out", type=Path, default=STORE / "eda", help="directory to write")
    explore.add_argument("--sample", type=_positive, help="explore so many rows only")
    explore.add_argument(
        "--no-mlflow", dest="track", action="store_false", help="write the report only"
    )
    for verb in (train, split, explore):
        verb.add_argument(
            "--data", type=Path, required=True, help="Sentiment140: csv, csv.gz, parquet"
        )
    for verb in (train, split):
        verb.add_argument("--split", type=Path, default=STORE / "split-published.parquet")
    return parser


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _train(options: argparse.Namespace) -> None:
    from training.train import train

    out = options.out or STORE / options.family
    train(options.family, options.data, out, options.split, options.sample)


def _split(options: argparse.Namespace) -> None:
    from training.data import read_tweets
    from training.split import Part, frozen_split

    tweets = read_tweets(options.data)
    print(tweets.faults.summary(len(tweets.texts)))
    split = frozen_split(tweets, options.split)
    counts = ", ".join(f"{part.name.lower()} {len(split.rows(part)):,}" for part in Part)
    print(f"{options.split}: {split.variant}, {counts}, fingerprint {split.fingerprint[:12]}")


def _explore(options: argparse.Namespace) -> None:
    from training.eda.command import explore

    explore(options.data, options.out, options.sample, track=options.track)


_VERBS = {"eda": _explore, "train": _train, "split": _split}

if __name__ == "__main__":
    sys.exit(main())
