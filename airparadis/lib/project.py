"""The project's folder: pages, static files, migrations and the default instance."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
