"""The table of settings in docs/settings.md."""

from pathlib import Path

from airparadis.config.settings import GROUPS
from airparadis.lib.project import ROOT


def settings_table() -> str:
    """Return a Markdown table of variable, default and description."""
    rows = [
        f"| `{name.upper()}` | {_default(field.default)} | {field.description} |"
        for group in GROUPS
        for name, field in group.model_fields.items()
    ]
    return "\n".join(("| variable | default | what it sets |", "| --- | --- | --- |", *rows))


def _default(value: object) -> str:
    if value in ("", (), None):
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT)}`"
    if isinstance(value, tuple):
        return f"`{','.join(value)}`"
    return f"`{value}`"
