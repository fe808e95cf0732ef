"""`python -m training COMMAND`: train, evaluate and export the sentiment models."""

import argparse
import inspect
import sys
from typing import NoReturn

from airparadis.lib.errors import AirParadisError
from training.commands import COMMANDS, RESUMABLE

INTERRUPTED = 130
"""Exit status of a process ended by Ctrl-C, as shells have it."""

INSTALL = "./script/train installs what a command needs"


class OneLineParser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with status 2."""
        self.exit(2, f"{self.prog}: {message} (--help shows the options)\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 on success, 1 with one line on standard error otherwise."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments).parse_args(arguments)
    try:
        COMMANDS[options.verb].run(options)
    except AirParadisError as error:
        print(f"python -m training: {error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"python -m training: {error.name} is missing: {INSTALL}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a folder that is not ours
        where = f"{error.filename}: " if error.filename else ""
        print(f"python -m training: {where}{error.strerror or error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        goes_on = "; the same command goes on" if options.verb in RESUMABLE else ""
        print(f"\npython -m training: interrupted{goes_on}", file=sys.stderr)
        return INTERRUPTED
    return 0


def _parser(arguments: list[str]) -> argparse.ArgumentParser:
    """Make the parser of all commands, with the options of those that `arguments` may mean.

    A command's options may load libraries that another command has no use for.
    """
    parser = OneLineParser(prog="python -m training", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        examples = "\n".join(f"  python -m training {line}" for line in command.EXAMPLES)
        verb = verbs.add_parser(
            name,
            help=command.HELP,
            description=f"{inspect.getdoc(command.run)}",
            epilog=f"examples:\n{examples}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name in arguments:
            command.add_arguments(verb)
    return parser


if __name__ == "__main__":
    sys.exit(main())
