"""An HTML page as a list of elements, enough to check how it is built."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Element:
    """One element: its attributes, its ancestors' names, and the text anywhere inside it."""

    tag: str
    attributes: dict[str, str]
    ancestors: list["Element"]
    text: str = field(default="")

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def inside(self, tag: str) -> bool:
        """Return whether an ancestor is a `tag`."""
        return any(ancestor.tag == tag for ancestor in self.ancestors)


class Page(HTMLParser):
    """A parsed page.

    Raises:
        AssertionError: an element is closed that is not open, or left open.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def all(self, *tags: str) -> list[Element]:
        """Every element of these names, in order."""
        return [element for element in self.elements if element.tag in tags]

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [element["id"] for element in self.elements if element["id"]]

    def fields(self) -> Iterator[Element]:
        """Everything a reader fills in."""
        for control in self.all("input", "textarea", "select"):
            if control["type"] != "hidden":
                yield control

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        element = Element(tag, {name: value or "" for name, value in attrs}, list(self._open))
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An SVG element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Text belongs to every open element."""
        for element in self._open:
            element.text += data
