"""When all of a request is there, whatever the pieces in which it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from airparadis.server.incoming import HEAD_SECONDS, IDLE_SECONDS, MAX_HEAD, WHOLE_SECONDS, Incoming

LINE = b"POST /api/v1/predict HTTP/1.1\r\nHost: a\r\n"
MAX_BODY = 1_000


def incoming(*pieces: bytes) -> Incoming:
    made = Incoming(0.0, MAX_BODY)
    for piece in pieces:
        made.feed(piece)
    return made


@given(body=st.binary(max_size=200), cuts=st.lists(st.integers(0, 300), max_size=20))
def test_a_request_is_complete_at_its_last_byte_however_it_is_cut(
    body: bytes, cuts: list[int]
) -> None:
    whole = LINE + b"Content-Length: %d\r\n\r\n" % len(body) + body
    made = incoming()
    start = 0
    for end in sorted({*[cut for cut in cuts if cut < len(whole)], len(whole)}):
        assert not made.is_complete or start == len(whole)
        made.feed(whole[start:end])
        start = end
    assert made.is_complete
    assert bytes(made.data) == whole


@given(st.binary(max_size=500))
def test_any_bytes_are_taken(data: bytes) -> None:
    incoming(data, data).is_late(1.0)


def test_a_request_without_a_body_ends_with_its_head() -> None:
    assert not incoming(b"GET / HTTP/1.1\r\nHost: a\r\n").is_complete
    assert incoming(b"GET / HTTP/1.1\r\nHost: a\r\n", b"\r\n").is_complete


def test_a_body_in_chunks_ends_with_an_empty_line() -> None:
    head = LINE + b"Transfer-Encoding: gzip, chunked\r\n\r\n"
    assert not incoming(head).is_complete
    assert not incoming(head, b"5\r\nhello\r\n").is_complete
    assert incoming(head, b"5\r\nhello\r\n0\r\n\r\n").is_complete
    assert incoming(head, b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n").is_complete


@pytest.mark.parametrize(
    "request_",
    [
        b"x" * (MAX_HEAD + 1),
        LINE + b"Content-Length: 100000\r\n\r\n",
        LINE + b"Transfer-Encoding: chunked\r\n\r\n" + b"x" * (MAX_BODY + 1),
        LINE + b"Content-Length: many\r\n\r\n",
    ],
    ids=["an endless head", "a body too long", "chunks too long", "no length"],
)
def test_what_will_be_refused_is_not_waited_for(request_: bytes) -> None:
    assert incoming(request_).is_complete


def test_a_client_that_asks_is_told_once_to_go_on() -> None:
    made = incoming()
    assert not made.feed(LINE + b"Content-Length: 5\r\nExpect: 100-continue\r\n")
    assert made.feed(b"\r\n")
    assert not made.feed(b"hello")
    assert made.is_complete


@pytest.mark.parametrize(
    ("sent", "limit"),
    [
        (b"", IDLE_SECONDS),
        (LINE, HEAD_SECONDS),
        (LINE + b"Content-Length: 9\r\n\r\n", WHOLE_SECONDS),
    ],
)
def test_each_part_has_its_time(sent: bytes, limit: float) -> None:
    made = incoming(sent)
    assert not made.is_late(limit - 0.1)
    assert made.is_late(limit + 0.1)
