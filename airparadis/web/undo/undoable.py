"""An action that can be undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from airparadis.domain.accounts.roles import Permission

Fields = Mapping[str, str]
"""The hidden fields of the notice. Anybody can send others: they only name what is looked up."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The result of undoing an action."""

    text: str
    """The sentence of the notice."""
    url: str = ""
    """The page to go on with; empty for the one on which it was done."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """A member of the registry."""

    name: str
    """Its part of the address, and what `flash_undo` is given."""
    undo: Callable[[Fields], Undone]
    """Undo it within the current transaction, its audit line included; the caller commits.

    Raises `ChangedSinceError` if a later change would be lost.
    """
    permission: Permission | None = None
    """None: anybody's, who undoes only what their own browser did."""


def number(fields: Fields, name: str) -> int:
    """Read the number of a row; 0, which no row has, if it is none."""
    text = fields.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
