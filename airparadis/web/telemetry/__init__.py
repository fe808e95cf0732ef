"""Telemetry of the application: metrics for Prometheus, traces for OpenTelemetry."""
