"""The encoding of a text, by its mark, its bytes, or what its letters make sense as."""

import codecs
import io

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.east_asian import east_asian_encoding

OFFERED = ("utf-8", "cp1252", "mac-roman", "latin-1", "utf-16")
"""Encodings that pages offer; commands take every text encoding that Python knows."""

WESTERN = ("cp1252", "mac-roman")
REPLACED = "\ufffd"

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256"]
_OTHERS += ["koi8_r", "cp850"]
_GUESSED_BYTES = 20_000
_WIDE_SHARE = 0.15
_STRAY_BYTES = 1
"""Stray bytes allowed for every character of valid UTF-8, rare by chance in other encodings."""

_ONE_SIDED = 0.9
_PLAUSIBLE = 0.7

_LOWER = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœßúùûüýÿšž")
_UPPER = frozenset("ÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝŸŠŽ")
_OPENING, _CLOSING = frozenset("“‘«„‚¿¡"), frozenset("”»…")
_BETWEEN = frozenset("–—•·\u00a0")
_SIGNS = frozenset("€£¥©®™°§²³ªº¼½¾±×")


def guess_encoding(head: bytes) -> str:
    """Guess by a byte order mark, the NULs of wide encodings, UTF-8, then by plausible letters.

    Args:
        head: the beginning of the file, which may end within a character.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _wide_encoding(head)
    if wide:
        return wide
    valid, invalid = _utf8_sequences(head)
    if invalid <= _STRAY_BYTES * valid:
        return "utf-8"
    return _encoding_by_letters(head)


def codec_name(encoding: str) -> str:
    """Name the codec to read with: a byte order mark is no part of the first cell.

    Raises:
        FileError: there is no such encoding of text.
    """
    try:
        name = codecs.lookup(encoding).name
        io.TextIOWrapper(io.BytesIO(), encoding=name)
    except (LookupError, ValueError):
        raise FileError(FileFault.ENCODING, encoding[:40]) from None
    return "utf-8-sig" if name == "utf-8" else name


class WesternBytes:
    """An error handler for UTF-8 that takes bytes which are none for Windows-1252.

    Files put together from several sources hold both, and a Windows-1252 file may be plain ASCII
    for megabytes. `count` is how many bytes were read so.
    """

    NAME = "airparadis-western"

    def __init__(self) -> None:
        self.count = 0
        codecs.register_error(self.NAME, self)

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        found = error.object[error.start : error.end]
        self.count += len(found)
        return found.decode("cp1252", errors="replace"), error.end


def _wide_encoding(head: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a mark: Latin letters leave every other byte NUL."""
    if head.count(0) < _WIDE_SHARE * len(head) or len(head) < 4:
        return None
    nuls = [head[place::4].count(0) for place in range(4)]
    quarter = len(head) // 4
    if min(nuls[1], nuls[2], nuls[3]) >= _ONE_SIDED * quarter > nuls[0]:
        return "utf-32-le"
    if min(nuls[0], nuls[1], nuls[2]) >= _ONE_SIDED * quarter > nuls[3]:
        return "utf-32-be"
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    if max(even, odd) < _ONE_SIDED * (even + odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8_sequences(head: bytes) -> tuple[int, int]:
    """Count characters beyond ASCII that are valid UTF-8, and bytes that are not."""
    invalid = 0

    def count(error: UnicodeError) -> tuple[str, int]:
        nonlocal invalid
        assert isinstance(error, UnicodeDecodeError)  # noqa: S101 (narrows)
        invalid += error.end - error.start
        return "", error.end

    codecs.register_error("airparadis-count", count)
    decoder = codecs.getincrementaldecoder("utf-8")("airparadis-count")
    text = decoder.decode(head)
    return sum(1 for character in text if character > "\x7f"), invalid


def _encoding_by_letters(head: bytes) -> str:
    shares = {name: _plausible_share(head.decode(name, errors="replace")) for name in WESTERN}
    best = max(WESTERN, key=lambda name: shares[name])
    evident = east_asian_encoding(head[:_GUESSED_BYTES])
    if evident and evident[1] > shares[best]:
        return evident[0]
    if shares[best] >= _PLAUSIBLE:
        return best
    from charset_normalizer import from_bytes  # for the few texts that need it

    found = from_bytes(head[:_GUESSED_BYTES], cp_isolation=_OTHERS).best()
    return found.encoding if found is not None else best


def _plausible_share(text: str) -> float:
    """Share of the letters and signs beyond ASCII that stand where people write them."""
    places = [place for place, character in enumerate(text) if character > "\x7f"]
    fitting = sum(
        _fits(text[max(place - 1, 0) : place], text[place : place + 2]) for place in places
    )
    return fitting / max(len(places), 1)


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not character.isascii()


def _fits(before: str, here: str) -> bool:
    character, after = here[0], here[1:]
    if _is_foreign(before) and _is_foreign(after):
        return False  # accents do not stand in rows
    if character in _LOWER:
        return before.isalpha() or after.isalpha() or not before.strip()
    if character in _UPPER:
        return not before.islower() and not (before.isalpha() and after.islower())
    if character == "’":
        return bool(before.strip())
    if character in _OPENING:
        return not before.isalnum() and bool(after.strip())
    if character in _CLOSING:
        return bool(before.strip()) or character == "»"
    if character in _SIGNS:
        return not (before.isalpha() and after.isalpha())
    return character in _BETWEEN
