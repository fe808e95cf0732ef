"""A span for every request, sent to an OpenTelemetry collector or to Azure Application Insights.

Off unless `TELEMETRY` says where to; only then is anything of OpenTelemetry imported. The spans are
made here and not by opentelemetry-instrumentation-flask, which records query strings and the
messages of exceptions: both can hold a tweet. Attribute names are those of the HTTP conventions
(https://opentelemetry.io/docs/specs/semconv/http/http-spans/).
"""

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from airparadis.config.settings import Config
from airparadis.lib.errors import ConfigError
from airparadis.web.telemetry.metrics import METHODS

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Span, Tracer

INSTALL = ".venv/bin/python -m pip install --requirement requirements-telemetry.txt"


def init_tracing(app: Flask, config: Config) -> None:
    """Trace requests if the settings say so; then a thread sends the spans.

    Raises:
        ConfigError: the packages for it are missing, or the setting that says where to.
    """
    if config.telemetry == "off":
        return
    exporter = make_exporter(config)
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # Resource.create adds OTEL_RESOURCE_ATTRIBUTES; sampling is OTEL_TRACES_SAMPLER's.
    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "airparadis"}))
    # Forked web workers start its thread anew by themselves.
    provider.add_span_processor(BatchSpanProcessor(exporter))
    app.extensions["airparadis.tracing"] = provider
    trace_requests(app, provider.get_tracer("airparadis"))


def make_exporter(config: Config) -> "SpanExporter":
    """Return the exporter that sends spans to where `TELEMETRY` says.

    Raises:
        ConfigError: its packages are missing, or the setting that it needs.
    """
    try:
        return _EXPORTERS[config.telemetry](config)
    except ImportError:
        raise ConfigError(
            f"TELEMETRY={config.telemetry} needs packages that are not installed: {INSTALL}"
        ) from None


def _otlp(config: Config) -> "SpanExporter":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

    return OTLPSpanExporter(f"{config.otel_exporter_otlp_endpoint.rstrip('/')}/v1/traces")


def _azure(config: Config) -> "SpanExporter":
    if not config.applicationinsights_connection_string:
        raise ConfigError("APPLICATIONINSIGHTS_CONNECTION_STRING is needed by TELEMETRY=azure")
    # The exporter alone: `configure_azure_monitor` would send every log line as well.
    azure = importlib.import_module("azure.monitor.opentelemetry.exporter")
    exporter: SpanExporter = azure.AzureMonitorTraceExporter(
        connection_string=config.applicationinsights_connection_string,
        disable_offline_storage=True,
    )
    return exporter


_EXPORTERS: dict[str, Callable[[Config], "SpanExporter"]] = {"otlp": _otlp, "azure": _azure}


def trace_requests(app: Flask, tracer: "Tracer") -> None:
    """Give every request a span: method, route, status, and the kind of an error."""
    from opentelemetry.propagate import extract
    from opentelemetry.trace import SpanKind

    def start() -> None:
        method = request.method if request.method in METHODS else "_OTHER"
        route = request.url_rule.rule if request.url_rule else None
        attributes = {"http.request.method": method, "url.scheme": request.scheme}
        g.span = tracer.start_span(
            f"{method} {route}" if route else method,
            extract({"traceparent": request.headers.get("traceparent", "")}),
            SpanKind.SERVER,
            attributes | ({"http.route": route} if route else {}),
        )

    def finish(error: BaseException | None) -> None:
        span: Span | None = g.pop("span", None)
        if span:
            if error:
                _mark_failed(span, type(error).__qualname__)
            span.end()

    app.before_request(start)
    app.after_request(_record)
    app.teardown_request(finish)


def _record(response: Response) -> Response:
    span: Span | None = g.get("span")
    if span:
        span.set_attribute("http.response.status_code", response.status_code)
        if response.status_code >= 500:
            _mark_failed(span, str(response.status_code))
    return response


def _mark_failed(span: "Span", kind: str) -> None:
    from opentelemetry.trace import StatusCode

    span.set_attribute("error.type", kind)
    span.set_status(StatusCode.ERROR)
