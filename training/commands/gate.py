"""`gate`: judge a trained model against the one that serves."""

import argparse
from pathlib import Path

from training.option_types import existing, new_file
from training.options import STORE, add_columns, columns_of

HELP = "compare a trained model with the one in production, as for a release"
EXAMPLES = (
    "gate tfidf later.csv",
    "gate precise later.csv --champion bundled --policy slower.json",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    add = parser.add_argument
    add("candidate", metavar="MODEL", help=f"directory, name in {STORE}, `bundled` or `precise`")
    add(
        "data",
        type=existing,
        metavar="FILE",
        help="labelled tweets that neither model was trained on",
    )
    add("--champion", default="bundled", metavar="MODEL", help="model to beat")
    add("--topics", type=existing, help="topic rules, one a line; default: the airline topics")
    add("--policy", type=existing, help="JSON file of gate limits that override the defaults")
    add("--out", type=new_file, default=Path("verdict.json"), help="file to write the verdict to")
    add_columns(parser)


def run(options: argparse.Namespace) -> None:
    """Print and write the verdict; a refusal is a verdict, not an error."""
    import json

    from airparadis.domain.models.gate import judge
    from airparadis.ml.artifact import read_verified
    from training.data.tweets import read_tweets
    from training.evaluation.gate import Rows, measure
    from training.evaluation.loading import find_model
    from training.evaluation.policy import read_policy, read_topics
    from training.runs.retraining_rows import refuse_learnt
    from training.runs.verdict_report import print_verdict

    champion, candidate = (
        find_model(name, STORE) for name in (options.champion, options.candidate)
    )
    manifests = read_verified(champion), read_verified(candidate)
    tweets = read_tweets(options.data, columns_of(options))
    print(tweets.summary)
    refuse_learnt(tweets, manifests)
    rows = Rows(tweets.texts, tweets.y, tweets.neutral)
    measured = measure(champion, candidate, rows, None, read_topics(options.topics))
    versions = dict(zip(("champion", "candidate"), (m.version for m in manifests), strict=True))
    verdict = judge(measured, read_policy(options.policy), **versions)
    options.out.write_text(json.dumps(verdict.to_json(), indent=2) + "\n", "utf-8")
    print_verdict(verdict)
