"""Parsers of option values, for argparse's `type=`: what cannot work is refused at once."""

import argparse
import math
import os
from pathlib import Path


def existing(value: str) -> Path:
    """Parse a path of something that is there."""
    path = Path(value)
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no {value}")
    return path


def new_file(value: str) -> Path:
    """Parse a path of a file that can be written, in a folder that is there."""
    path = Path(value)
    if path.is_dir():
        raise argparse.ArgumentTypeError(f"{value} is a folder")
    if not path.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {path.parent}")
    return _writable(path)


def new_folder(value: str) -> Path:
    """Parse a path of a folder that is there or can be made."""
    path = Path(value)
    if path.exists() and not path.is_dir():
        raise argparse.ArgumentTypeError(f"{value} is no folder")
    return _writable(path)


def positive(value: str) -> int:
    """Parse a whole number of at least 1."""
    number = int(value)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def positive_number(value: str) -> float:
    """Parse a finite number above 0."""
    number = float(value)
    if not (math.isfinite(number) and number > 0):
        raise argparse.ArgumentTypeError("a number above 0")
    return number


def share(value: str) -> float:
    """Parse a number from 0 up to, but not, 1."""
    number = float(value)
    if not 0 <= number < 1:
        raise argparse.ArgumentTypeError("from 0 up to, but not, 1")
    return number


def _writable(path: Path) -> Path:
    nearest = next(p for p in (path.absolute(), *path.absolute().parents) if p.exists())
    if not (nearest == path.absolute() or nearest.is_dir()) or not os.access(nearest, os.W_OK):
        raise argparse.ArgumentTypeError(f"cannot write to {nearest}")
    return path
