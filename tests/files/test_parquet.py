"""Parquet files: types and values stay, and Python gets times that it can hold."""

import io
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from airparadis.domain.file_faults import FileError, FileFault
from airparadis.files.opening import open_stream
from tests.files.reading import Seen
from tests.files.reading import read as read_bytes


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    """Make a file."""
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file, **options)
    return file.getvalue()


def read(content: bytes, **options: Any) -> Seen:
    return read_bytes(content, "tweets.parquet", **options)


def test_rows_come_in_blocks_of_one_size_whatever_the_groups() -> None:
    seen = read(parquet({"id": list(range(5_000)), "text": ["good"] * 5_000}, row_group_size=700))
    assert [row[0] for row in seen.rows] == list(range(5_000))
    assert seen.layout.rows == 5_000


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.dictionary(pa.int8(), pa.string())]
)
def test_texts_of_every_type_are_texts(kind: Any) -> None:
    texts = pa.array(["good", None, "NULL"]).cast(kind)
    assert read(parquet({"id": [1, 2, 3], "text": texts})).texts == ["good", None, None]


@pytest.mark.parametrize(
    ("unit", "zone", "value", "read_as"),
    [
        ("us", "UTC", 1_717_236_000_000_000, datetime(2024, 6, 1, 10, tzinfo=UTC)),
        ("ns", "UTC", 1_717_236_000_000_000_123, datetime(2024, 6, 1, 10, tzinfo=UTC)),
        ("ms", None, 1_717_236_000_000, datetime(2024, 6, 1, 10)),  # noqa: DTZ001
        ("s", "Europe/Paris", 1_717_236_000, datetime(2024, 6, 1, 10, tzinfo=UTC)),
        ("us", None, 253_402_300_799_000_000, datetime(9999, 12, 31, 23, 59, 59)),  # noqa: DTZ001
        ("s", None, 10**15, None),
    ],
)
def test_times_of_every_unit_are_read(
    unit: str, zone: str | None, value: int, read_as: datetime | None
) -> None:
    at = pa.array([value], pa.timestamp(unit, zone))
    assert read(parquet({"at": at, "text": ["good"]})).rows == [[read_as, "good"]]


def test_a_column_that_is_told_must_hold_text() -> None:
    content = parquet({"id": [1], "text": ["good"]})
    assert read(content, column="text").texts == ["good"]
    with pytest.raises(FileError) as refused:
        read(content, column="id")
    assert refused.value.fault is FileFault.NOT_TEXT


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + bytes(50), parquet({"text": ["x"]})[:-9]])
def test_damaged_files_are_refused(content: bytes) -> None:
    with pytest.raises(FileError) as refused:
        read(content)
    assert refused.value.fault is FileFault.UNREADABLE


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(FileError) as refused:
        read(parquet({f"c{n}": [1] for n in range(1_001)}))
    assert refused.value.fault is FileFault.TOO_MANY_COLUMNS


def test_a_file_that_says_it_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("airparadis.files.arrow.source.MAX_GROUP_MB", 1)
    texts = ["x" * 1_000 + str(number) for number in range(3_000)]
    content = parquet({"text": texts}, compression="zstd", use_dictionary=False)
    assert len(content) < 100_000
    with pytest.raises(FileError) as refused:
        read(content)
    assert refused.value.fault is FileFault.INFLATES


def test_very_long_texts_travel_in_small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("airparadis.files.arrow.source.BLOCK_CHARACTERS", 10_000)
    content = parquet({"text": ["x" * 50_000] * 20})
    source = open_stream(io.BytesIO(content), "tweets.parquet", len(content))
    assert [len(block) for block in source.blocks()] == [1] * 20
