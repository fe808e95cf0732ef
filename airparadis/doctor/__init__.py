"""`flask doctor`: is everything there that the application needs, and what to do if not."""

from airparadis.doctor.examine import examine
from airparadis.doctor.finding import Finding, State, worst

__all__ = ["Finding", "State", "examine", "worst"]
