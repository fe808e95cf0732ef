"""What is not even HTTP is refused in the API's one shape."""

import json

import pytest
from gunicorn.http import errors

from airparadis.server.refusal import refusal, status_of


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.InvalidRequestLine("so bad"), 400),
        (errors.LimitRequestLine(5000, 4094), 400),
        (errors.LimitRequestHeaders("too many"), 431),
        (RuntimeError("of ours"), 500),
    ],
)
def test_whose_fault_it_is_decides_the_status(error: Exception, status: int) -> None:
    head, _, body = refusal(status_of(error)).partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0].startswith(f"HTTP/1.1 {status} ")
    assert f"Content-Length: {len(body)}" in lines
    assert set(json.loads(body)["error"]) == {"code", "message"}
