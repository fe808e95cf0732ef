"""The outcome of a fault, as a row of the report."""

from dataclasses import dataclass

from benchmarks.faults.ledger import Ledger, Reckoning


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table."""

    fault: str
    seen: str
    """Effect on clients during the fault."""
    acknowledged: int | None
    lost: int | None
    """Acknowledged and not there; None where nothing can be lost."""
    doubled: int | None
    recovery_seconds: float | None
    is_sound: bool = True

    @property
    def is_good(self) -> bool:
        """Nothing lost, nothing twice, the file sound."""
        return self.is_sound and not self.lost and not self.doubled

    def line(self) -> str:
        """A row of Markdown."""
        recovery = "–" if self.recovery_seconds is None else f"{self.recovery_seconds:.1f} s"
        counts = [
            "–" if n is None else f"{n:,}" for n in (self.acknowledged, self.lost, self.doubled)
        ]
        return f"| {self.fault} | {self.seen} | {' | '.join(counts)} | {recovery} |"


def of_load(
    fault: str, ledger: Ledger, found: Reckoning, recovery: float | None, seen: str = ""
) -> Outcome:
    """The outcome of a fault under load."""
    answers = [f"{count} × {status}" for status, count in sorted(ledger.refused.items())]
    answers += [f"{ledger.unanswered} unanswered"] if ledger.unanswered else []
    told = "; ".join(filter(None, [seen, ", ".join(answers) or "every request answered"]))
    return Outcome(
        fault, told, found.acknowledged, found.lost, found.doubled, recovery, found.damage == "ok"
    )
