"""Files that people hand in."""

from pydantic import Field, PositiveInt

from airparadis.config.groups.base import Group
from airparadis.domain.batches.batch import Limits


class Files(Group):
    """Files that people hand in."""

    batch_max_mb: PositiveInt = Field(200, description="Megabytes that a file to score may have.")
    batch_max_rows: PositiveInt = Field(1_000_000, description="Rows that it may have.")
    batch_retention_days: PositiveInt = Field(
        7, description="Days after which files to score and their results are deleted."
    )
    radar_upload_mb: PositiveInt = Field(
        200, description="Megabytes that a file of tweets handed in by browser may have."
    )

    @property
    def batch_limits(self) -> Limits:
        """Maximum size of a file to score."""
        return Limits(rows=self.batch_max_rows, megabytes=self.batch_max_mb)
