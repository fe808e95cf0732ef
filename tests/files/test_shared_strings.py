"""Shared strings of workbooks: their texts, and bounds on what is made up."""

import io
import time

import pytest

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.workbooks import shared_strings
from airparadis.files.workbooks.shared_strings import read_shared_strings
from tests.files.reading import read
from tests.files.workbooks import with_shared_strings

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def strings(body: str, prefix: str = "") -> list[str]:
    named = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    xml = f'<{prefix}sst {named}="{MAIN}">{body}</{prefix}sst>'
    return read_shared_strings(io.BytesIO(xml.encode()))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<si><t>so late</t></si>", "so late"),
        ('<si><t xml:space="preserve"> so late </t></si>', " so late "),
        ("<si><r><rPr><b/></rPr><t>so </t></r><r><t>late</t></r></si>", "so late"),
        ("<si><t>so late</t><rPh sb='0'><t>aloud</t></rPh><phoneticPr/></si>", "so late"),
        ("<si><t>bag &amp; crew &#233;</t></si>", "bag & crew é"),
        ("<si><t>so<!-- x --> late</t></si>", "so late"),
        ("<si/>", ""),
        ("<si><t/></si>", ""),
    ],
)  # fmt: skip
def test_the_text_of_a_string_is_read(body: str, text: str) -> None:
    assert strings(body + "<si><t>next</t></si>") == [text, "next"]


def test_parts_with_a_prefix_are_read() -> None:
    assert strings("<x:si><x:t>so late</x:t></x:si>", "x:") == ["so late"]


TEXTS = b"<si><t>id</t></si><si><t>text</t></si><si><t>a1</t></si><si><t>%s</t></si>"


@pytest.mark.parametrize("empty", [b"<si/>", b"<si><t/></si>", b"<si><t></t></si>"])
def test_empty_strings_take_little_time(empty: bytes) -> None:
    book = with_shared_strings(TEXTS % b"so late" + empty * 300_000, (0, 1), (2, 3))
    began = time.process_time()
    assert read(book, "x.xlsx").scored == ["so late"]
    assert time.process_time() - began < 2.5


def test_more_strings_than_a_workbook_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_strings, "MAX_SHARED_STRINGS", 10)
    with pytest.raises(FileError, match="more than 10 shared strings"):
        read(with_shared_strings(b"<si/>" * 11, (0, 1)), "x.xlsx")


def test_entities_are_refused() -> None:
    xml = b'<!DOCTYPE x [<!ENTITY a "lol">]><sst xmlns="%s"><si><t>&a;</t></si></sst>'
    with pytest.raises(FileError, match="entities") as refused:
        read_shared_strings(io.BytesIO(xml % MAIN.encode()))
    assert refused.value.fault is FileFault.UNREADABLE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (b"so_x005F_x000D_late", "so_x000D_late"),
        (b"no_x000D_&#10;bag", "no\nbag"),
        (b"one_x000D_two_x0009_three", "one\ntwo\tthree"),
    ],
)
def test_escapes_of_shared_strings_are_read(written: bytes, meant: str) -> None:
    book = with_shared_strings(TEXTS % written, (0, 1), (2, 3))
    assert read(book, "x.xlsx").scored == [meant]


@pytest.mark.parametrize("damage", [b"<si>", b"<si><t>", b"\0", b"</sst>"])
def test_damaged_strings_are_refused(damage: bytes) -> None:
    with pytest.raises(FileError) as refused:
        read(with_shared_strings(TEXTS % b"so late" + damage, (0, 1), (2, 3)), "x.xlsx")
    assert refused.value.fault is FileFault.UNREADABLE
