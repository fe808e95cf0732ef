"""Whole numbers in addresses: whatever is typed there, one that the database and the clock know."""

from flask import request

LARGEST = 2**31 - 1
"""Of a row; PostgreSQL refuses to look for more, SQLite from 2**63 on."""


def number_in_address(name: str, default: int, least: int = 0, most: int = LARGEST) -> int:
    """The number of an argument, kept between two others; `default` if it is none."""
    return min(max(request.args.get(name, default, type=int), least), most)


def page_number() -> int:
    """Which page of a list is asked for, from 1."""
    return number_in_address("page", 1, 1, 1_000_000)
