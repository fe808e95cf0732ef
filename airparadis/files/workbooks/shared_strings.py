"""The texts that the cells of a workbook refer to by number.

openpyxl builds a tree of objects for each, the empty ones included: a made-up part of a million
took a quarter of a minute.
"""

from typing import IO, Any
from xml.parsers.expat import ParserCreate

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.bounds import MAX_SHARED_STRINGS


def read_shared_strings(part: IO[bytes]) -> list[str]:
    """Return the texts without their formats and readings; escapes are left as they are.

    Raises:
        FileError: there are more than any workbook needs.
        ExpatError: it is no XML.
    """
    reader = _Reader()
    reader.parser.ParseFile(part)
    return reader.strings


class _Reader:
    """Collects the text of each element `si`, but for that in `rPh`: how to pronounce it."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self.parser: Any = ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.EntityDeclHandler = self._refuse
        self._pieces: list[str] = []
        self._is_reading_aid = False

    def _start(self, name: str, attributes: Any) -> None:  # noqa: ARG002 (of formats)
        if name.endswith(" t"):
            if not self._is_reading_aid:
                self.parser.CharacterDataHandler = self._pieces.append
        elif name.endswith(" rPh"):
            self._is_reading_aid = True

    def _end(self, name: str) -> None:
        if name.endswith(" t"):
            self.parser.CharacterDataHandler = None
        elif name.endswith(" rPh"):
            self._is_reading_aid = False
        elif name.endswith(" si"):
            self.strings.append("".join(self._pieces))
            self._pieces.clear()
            if len(self.strings) > MAX_SHARED_STRINGS:
                raise FileError(
                    FileFault.UNREADABLE, f"it has more than {MAX_SHARED_STRINGS:,} shared strings"
                )

    def _refuse(self, *_: Any) -> None:
        """Refuse entities, which may grow without bound."""
        raise FileError(FileFault.UNREADABLE, "it declares entities of XML")
