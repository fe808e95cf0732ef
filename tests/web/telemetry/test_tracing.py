"""Spans: what they tell, what they never tell, and that there are none unless asked for."""

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask import Flask
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from airparadis.app import create_app
from airparadis.config.settings import Config
from airparadis.lib.errors import ConfigError
from airparadis.lib.project import ROOT
from airparadis.web.extensions import db
from airparadis.web.runtime import runtime
from airparadis.web.telemetry.tracing import make_exporter
from tests.support.fakes import FakeClassifier


class Collector(HTTPServer):
    """Takes spans by OTLP over HTTP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.bodies: list[bytes] = []

    @property
    def spans(self) -> list[Span]:
        batches = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [s for b in batches for r in b.resource_spans for s in r.scope_spans]
        return [span for scope in scopes for span in scope.spans]


class Receiver(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def traced(config: Config, collector: Collector) -> Iterator[Flask]:
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    settings = {"telemetry": "otlp", "otel_exporter_otlp_endpoint": endpoint}
    app = create_app(config.model_copy(update=settings), FakeClassifier())
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        db.create_all()
    yield app
    app.extensions["airparadis.tracing"].shutdown()


def sent(app: Flask, collector: Collector) -> list[Span]:
    app.extensions["airparadis.tracing"].force_flush()
    return collector.spans


def test_a_request_is_a_span_with_route_and_status(traced: Flask, collector: Collector) -> None:
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    traced.test_client().post(
        "/api/v1/predict",
        json={"text": "I love it"},
        headers={"traceparent": f"00-{trace}-{parent}-01"},
    )
    [span] = sent(traced, collector)
    assert span.name == "POST /api/v1/predict"
    assert span.kind == Span.SPAN_KIND_SERVER
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (trace, parent)
    values = {attribute.key: attribute.value for attribute in span.attributes}
    assert values["http.route"].string_value == "/api/v1/predict"
    assert values["http.response.status_code"].int_value == 200
    assert 0 < span.end_time_unix_nano - span.start_time_unix_nano < 30e9


def test_no_tweet_leaves_not_even_in_an_error(
    traced: Flask, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = traced.test_client()
    client.get("/?text=zanzibar")
    client.get("/zanzibar")
    client.open("/", method="ZANZIBAR")

    def fail(_predictions: object) -> None:
        raise RuntimeError("INSERT zanzibar")

    with traced.app_context():
        monkeypatch.setattr(runtime().ledger, "add", fail)
    assert client.post("/api/v1/predict", json={"text": "zanzibar"}).status_code == 500
    spans = sent(traced, collector)
    assert [span.name for span in spans] == ["GET /", "GET", "_OTHER", "POST /api/v1/predict"]
    assert spans[-1].status.code == Status.STATUS_CODE_ERROR
    assert b"zanzibar" not in b"".join(collector.bodies).lower()


@pytest.mark.parametrize("kind", ["otlp", "azure"])
def test_missing_packages_are_told_in_one_line(
    config: Config, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter", None)
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    monkeypatch.setitem(sys.modules, "azure.monitor.opentelemetry.exporter", None)
    key = {"applicationinsights_connection_string": "InstrumentationKey=0"}
    with pytest.raises(ConfigError, match=r"requirements-telemetry\.txt") as refusal:
        create_app(config.model_copy(update={"telemetry": kind, **key}))
    assert str(refusal.value).startswith(f"TELEMETRY={kind} ")
    assert "\n" not in str(refusal.value)


def test_azure_needs_its_connection_string(config: Config) -> None:
    with pytest.raises(ConfigError, match=r"^APPLICATIONINSIGHTS_CONNECTION_STRING "):
        create_app(config.model_copy(update={"telemetry": "azure"}))


def test_azure_gets_its_exporter_from_the_connection_string(config: Config) -> None:
    exporter = pytest.importorskip(
        "azure.monitor.opentelemetry.exporter", reason="requirements-telemetry.txt is not installed"
    )
    key = "InstrumentationKey=00000000-0000-0000-0000-000000000000"
    settings = {"telemetry": "azure", "applicationinsights_connection_string": key}
    assert isinstance(
        make_exporter(config.model_copy(update=settings)), exporter.AzureMonitorTraceExporter
    )


def test_nothing_of_it_is_imported_when_it_is_off() -> None:
    program = (
        "import sys; from airparadis.app import create_app;"
        "from airparadis.config.settings import Config;"
        "create_app(Config(secret_key='tests', instance_path=sys.argv[1]), object());"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    with tempfile.TemporaryDirectory() as folder:
        output = subprocess.run(
            [sys.executable, "-c", program, folder],
            cwd=ROOT,
            env={},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    assert "flask" in output
    assert {"opentelemetry", "azure"}.isdisjoint(output)
