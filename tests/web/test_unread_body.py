"""Bodies that nothing reads."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

TERMINATED = {"wsgi.input_terminated": True}


@pytest.mark.parametrize("path", ["/", "/api/v1/predict", "/admin/batches", "/no/such/page"])
def test_a_body_is_read_whole_whatever_the_answer(client: FlaskClient, path: str) -> None:
    body = BytesIO(b"a" * 200_000)
    answer = client.put(path, input_stream=body, environ_overrides=TERMINATED)
    assert answer.status_code in {401, 404, 405}
    assert body.read() == b""


def test_a_server_whose_bodies_have_no_end_is_not_asked_for_more(client: FlaskClient) -> None:
    body = BytesIO(b"a" * 10)
    assert client.put("/", input_stream=body).status_code == 405
    assert body.read() != b""
