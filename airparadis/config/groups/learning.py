"""Review, training from the pages, and the gate before a release."""

from typing import Literal

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt

from airparadis.config.groups.base import Group
from airparadis.config.types import Share
from airparadis.domain.models.gate import GatePolicy

KEEP_GENERAL = "--keep-general"


class Learning(Group):
    """Review, training from the pages, and the gate before a release."""

    review_hide_answer: bool = Field(
        True, description="Whether reviewers label a tweet before they see the model's answer."
    )
    review_second_share: Share = Field(
        0.1, description="Share of reviewed tweets that a second person labels, too."
    )
    retrain_after: PositiveInt = Field(
        200, description="New reviewed tweets after which training again is worth while."
    )
    training_data: str = Field(
        "", description="Base data of trainings from the pages that fit all parts; docs/loop.md."
    )
    training_family: Literal["light", "tfidf"] = Field("light", description="Family that they fit.")
    training_options: str = Field(
        KEEP_GENERAL,
        description="The family's own options. `--keep-general` refits `light`'s domain part only: "
        "a minute, no base data. Empty: all of it, from `TRAINING_DATA`; docs/loop.md has times.",
    )
    training_sample: NonNegativeInt = Field(0, description="Base rows that they fit on; `0`: all.")
    training_weight: PositiveInt = Field(
        10, description="Base rows that one reviewed tweet counts for."
    )
    gate_min_rows: PositiveInt = Field(
        100, description="Reviewed test tweets under which the gate refuses everything."
    )
    gate_min_gain: NonNegativeFloat = Field(
        0.005, description="F1 that a candidate must add on them."
    )
    gate_slice_tolerance: Share = Field(0.02, description="Accuracy that a slice may lose.")
    gate_calibration_tolerance: Share = Field(
        0.02, description="Calibration error that a candidate may add."
    )
    gate_max_latency_ms: PositiveFloat = Field(
        5.0, description="Median milliseconds that a candidate may take for one tweet."
    )
    gate_max_size_mb: PositiveFloat = Field(
        50.0, description="Megabytes that a candidate's files may have."
    )

    @property
    def keeps_general(self) -> bool:
        """Whether trainings from the pages refit the domain part only."""
        return self.training_family == "light" and KEEP_GENERAL in self.training_options.split()

    @property
    def can_train(self) -> bool:
        """Whether trainings from the pages have the data that they need."""
        return self.keeps_general or bool(self.training_data)

    @property
    def gate_policy(self) -> GatePolicy:
        """Thresholds of the release gate."""
        return GatePolicy(
            min_rows=self.gate_min_rows,
            min_gain=self.gate_min_gain,
            slice_tolerance=self.gate_slice_tolerance,
            calibration_tolerance=self.gate_calibration_tolerance,
            max_latency_ms=self.gate_max_latency_ms,
            max_size_mb=self.gate_max_size_mb,
        )
