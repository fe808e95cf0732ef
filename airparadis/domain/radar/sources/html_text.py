"""Plain text of posts and feeds that come as HTML."""

import re
from html.parser import HTMLParser
from typing import Final

_LINES: Final = frozenset(
    {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"}
)
_UNSEEN: Final = frozenset({"script", "style", "template", "title"})
_BLANKS: Final = re.compile(r"[^\S\n]+")
_EMPTY_LINES: Final = re.compile(r"\s*\n\s*")


class _Reader(HTMLParser):
    """Collects what a reader would see; whatever the markup, it ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _LINES:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _LINES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def plain_text(markup: str) -> str:
    """Return the text of HTML: character references decoded, a line for each block."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    text = _BLANKS.sub(" ", "".join(reader.parts))
    return _EMPTY_LINES.sub("\n", text).strip()
