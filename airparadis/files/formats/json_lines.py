"""JSON: an object a line, objects one after the other, an array of them, or pages of an API."""

import re
from collections.abc import Sequence
from pathlib import Path

from airparadis.files.streams import RawFile
from airparadis.files.table import Added, Layout, ReadOptions, Sink, Source, WriteOptions

_OBJECT = re.compile(rb'\s*(?:\[\s*)*\{\s*(?:"|\})')
_ARCHIVE = re.compile(rb"\s*window\.[\w.]+\s*=\s*\[")
"""X's own archive of an account is JavaScript."""


class JsonFormat:
    """JSON lines and their like."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".json", ".js")
    media_type = "application/jsonl"

    def recognises(self, head: bytes, suffix: str) -> bool:
        """Recognise an object at the beginning, in any encoding of Unicode."""
        text = head[:4_096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
        if suffix in self.suffixes and text.lstrip()[:1] in {b"{", b"["}:
            return True
        return bool(_OBJECT.match(text) or _ARCHIVE.match(text))

    def open(self, raw: RawFile, options: ReadOptions) -> Source:
        """Look at the first objects."""
        from airparadis.files.objects.source import JsonSource

        return JsonSource(raw, options)

    def create(
        self, path: Path, layout: Layout, added: Sequence[Added], options: WriteOptions
    ) -> Sink:
        """Write an object a line."""
        from airparadis.files.objects.sink import JsonSink

        return JsonSink(path, layout, added, options)
