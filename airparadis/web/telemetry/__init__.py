"""What the application tells of itself: figures for Prometheus, traces for OpenTelemetry."""
