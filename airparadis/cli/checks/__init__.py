"""`flask doctor`: is everything there that the application needs, and what to do if not."""

from airparadis.cli.checks.examine import examine
from airparadis.cli.checks.finding import Finding, State, worst

__all__ = ["Finding", "State", "examine", "worst"]
