"""`python -m training COMMAND`: builds the sentiment models, and shows what was built."""

import argparse
import sys

from airparadis.lib.errors import AirParadisError
from training.commands import COMMANDS


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 on success, 1 with one line on standard error otherwise."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments).parse_args(arguments)
    try:
        COMMANDS[options.verb].run(options)
    except AirParadisError as error:
        print(f"python -m training: {error}", file=sys.stderr)
        return 1
    return 0


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    """Make the parser of all commands, with the options of those that `arguments` may mean.

    A command's options may load libraries that another command has no use for.
    """
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, command in COMMANDS.items():
        verb = verbs.add_parser(name, help=command.HELP)
        if name in arguments:
            command.add_arguments(verb)
    return parser


if __name__ == "__main__":
    sys.exit(main())
