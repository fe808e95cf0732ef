"""The folder of the project: pages, static files, migrations and the default instance are in it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
