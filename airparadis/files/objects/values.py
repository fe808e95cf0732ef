"""JSON values of a text, one after the other, in constant memory."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import MAX_RECORD

_PIECE = 1 << 16
_MAX_NUMBER_LENGTH = 40
_BETWEEN = " \t\r\n,"


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value of the file."""

    line: int
    """Line number of its beginning, from 1."""
    value: Any
    """None where the line is no JSON."""
    raw: str = ""
    """The raw text of a value that is not an object."""
    length: int = 0
    """Length in characters."""


def _number(text: str) -> int | str:
    """Return an integer, or its digits where there are more than anybody counts with."""
    return int(text) if len(text) <= _MAX_NUMBER_LENGTH else text


_DECODER = json.JSONDecoder(parse_int=_number, parse_constant=lambda _: None)


def values(text: IO[str]) -> Iterator[Value]:
    """Read JSON lines, in which a broken one harms no other; or whatever else holds values.

    Objects may follow each other, indented or not, or form an array.

    Raises:
        FileError: what are no lines breaks off, or one value is larger than any page of tweets.
    """
    first = _first_line(text)
    if _is_object(first):
        yield from _lines(text, first)
        return
    second = _first_line(text) if _breaks_off(first) else ""
    if _is_object(second):  # only the first of them is broken
        yield Value(1, None, first.rstrip("\r\n"), len(first))
        yield from _lines(text, second, 2)
    else:
        yield from _stream(text, first + second)


def _first_line(text: IO[str]) -> str:
    while (line := text.readline(MAX_RECORD)) and not line.strip():
        pass
    return line


def _breaks_off(line: str) -> bool:
    """Detect an object that does not end on its line."""
    text = line.lstrip()
    try:
        _DECODER.raw_decode(text)
    except (ValueError, RecursionError):
        return text.startswith("{")
    return False


def _is_object(line: str) -> bool:
    return line.lstrip()[:1] == "{" and isinstance(_parse(line), dict)


def _lines(text: IO[str], line: str, number: int = 1) -> Iterator[Value]:
    while line:
        is_cut = len(line) >= MAX_RECORD and not line.endswith("\n")
        if line.strip():
            value = None if is_cut else _parse(line)
            raw = "" if isinstance(value, dict) else line.rstrip("\r\n")
            yield Value(number, value, raw, len(line))
        while is_cut and (piece := text.readline(MAX_RECORD)):
            is_cut = not piece.endswith("\n")
        line = text.readline(MAX_RECORD)
        number += 1


def _parse(line: str) -> Any:
    """Return a value; None if there is none, or it is deeper than anybody writes."""
    try:
        return _DECODER.decode(line)
    except (ValueError, RecursionError):
        return None


class _Window:
    """A part of the text that moves on as values are read."""

    def __init__(self, text: IO[str], beginning: str) -> None:
        self._text = text
        self._buffer = beginning
        self._place = 0
        self._is_whole = False
        self.line = 1

    def skip(self, characters: str) -> str:
        """Skip some characters; return the one after them, "" at the end."""
        while True:
            while self._place < len(self._buffer):
                character = self._buffer[self._place]
                if character not in characters:
                    return character
                self._advance(self._place + 1)
            if not self._more():
                return ""

    def skip_to(self, character: str) -> None:
        """Skip all up to a character and the character itself."""
        found = self._buffer.find(character, self._place)
        self._advance(found + 1)

    def value(self) -> tuple[Any, int]:
        """Return the value that begins here, and its length."""
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._place)
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    raise FileError(
                        FileFault.UNREADABLE, f"broken JSON near line {self.line:,}"
                    ) from None
                continue
            length = end - self._place
            self._advance(end)
            return value, length

    def _advance(self, place: int) -> None:
        self.line += self._buffer.count("\n", self._place, place)
        self._place = place

    def _more(self) -> bool:
        """Read on, twice as far each time: a value is parsed again from its beginning."""
        rest = self._buffer[self._place :]
        if len(rest) > MAX_RECORD:
            raise FileError(FileFault.INFLATES, MAX_RECORD // 1_000_000)
        piece = self._text.read(max(_PIECE, len(rest)))
        self._buffer, self._place = rest + piece, 0
        return bool(piece)


def _stream(text: IO[str], beginning: str) -> Iterator[Value]:
    window = _Window(text, beginning)
    if beginning.lstrip("\ufeff \t\r\n").startswith("window."):
        window.skip_to("=")
    depth = 0
    while character := window.skip(_BETWEEN):
        if character == "[" and depth < 2:
            window.skip_to("[")
            depth += 1
        elif character == "]" and depth:
            window.skip_to("]")
            depth -= 1
        elif character == ";":
            window.skip_to(";")
        else:
            line = window.line
            value, length = window.value()
            raw = "" if isinstance(value, dict) else json.dumps(value, ensure_ascii=False)
            yield Value(line, value, raw, length)
