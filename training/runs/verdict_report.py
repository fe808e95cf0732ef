"""A verdict of the gate as lines of text."""

from airparadis.domain.models.verdict import Verdict


def print_verdict(verdict: Verdict) -> None:
    """Print every check and the verdict."""
    for check in verdict.checks:
        mark = "passed" if check.passed else "FAILED"
        mark = check.doubt.replace("_", " ") or mark
        name = f"{check.kind} {check.subject}".strip()
        rows = "" if check.rows is None else f", {check.rows:,} rows"
        interval = "" if check.low is None else f", 95 % from {check.low:+.4f} to {check.high:+.4f}"
        print(f"{mark}  {name}: {check.value:+.4f}, limit {check.limit:+.4f}{interval}{rows}")
    print(f"gate: {verdict.candidate} {'passed' if verdict.passed else 'refused'}")
