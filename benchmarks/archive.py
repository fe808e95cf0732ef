"""Archives on engines: `python -m benchmarks.archive make|measure|spark FOLDER`.

`make` writes ROWS real tweets as Parquet files of a partition each. `measure` scores them on one
process by the code that scores files, then on clusters of one and two workers by
`training score-archive`, compares every result to the byte, and prints wall and processor time.
`spark` does the same on a local Spark of two cores by MLflow's `spark_udf`; it needs PySpark and
Java, which no lock of this repository names.
"""

import argparse
import filecmp
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from airparadis.cli.score_file import Request, score_file
from airparadis.ml.artifact import BUNDLED_MODEL
from benchmarks.batch import tables


def main() -> None:
    """Do what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("make", "measure", "spark"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, help="for make: parquet with a column text")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--partitions", type=int, default=8)
    options = parser.parse_args()
    if options.verb == "make":
        make(options.data, options.rows, options.partitions, options.folder)
    elif options.verb == "measure":
        measure(options.folder)
    else:
        spark(options.folder)


def make(data: Path, rows: int, partitions: int, folder: Path) -> None:
    """Write the partitions."""
    table = pa.concat_tables(tables(data, rows))
    size = rows // partitions
    for number in range(partitions):
        part = folder / f"part={number:03}" / "tweets.parquet"
        part.parent.mkdir(parents=True)
        pq.write_table(table.slice(number * size, size), part)
    print(f"{folder}: {partitions} partitions of {size:,} rows")


def measure(folder: Path) -> None:
    """Print a table of one process and clusters of one and two."""
    sources = sorted(folder.rglob("*.parquet"))
    rows = sum(pq.ParquetFile(path).metadata.num_rows for path in sources)
    alone = folder.with_name(f"{folder.name}-alone")
    print("| on | seconds | tweets/s | processor us a tweet | as one process |")
    print("| --- | --: | --: | --: | --- |")
    started, spent = time.perf_counter(), time.process_time()
    for path in sources:
        target = alone / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        score_file(Request(path, target), BUNDLED_MODEL, quiet=True)
    _print("one process", rows, time.perf_counter() - started, time.process_time() - spent, "")
    for workers in (1, 2):
        out = folder.with_name(f"{folder.name}-{workers}")
        shutil.rmtree(out, ignore_errors=True)
        command = [sys.executable, "-m", "training", "score-archive", str(folder)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        subprocess.run([*command, "--out", str(out), "--workers", str(workers)], check=True)
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        same = all(
            filecmp.cmp(alone / name, out / name, shallow=False)
            for name in (path.relative_to(folder) for path in sources)
        )
        verdict = "same bytes" if same else "DIFFERS"
        _print(f"Dask, {workers} workers", rows, seconds, spent, verdict)


def spark(folder: Path) -> None:
    """Print a row of the table for Spark."""
    import mlflow
    import numpy as np
    from pyspark.sql import SparkSession

    from training.tracking.model import CODE
    from training.tracking.schema import DIRECTORY, SIGNATURE

    rows = sum(pq.ParquetFile(path).metadata.num_rows for path in folder.rglob("*.parquet"))
    out = folder.with_name(f"{folder.name}-spark")
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    session = (
        SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    )
    print(f"session: {time.perf_counter() - started:.1f} s")
    model = folder.with_name(f"{folder.name}-model")
    shutil.rmtree(model, ignore_errors=True)
    mlflow.pyfunc.save_model(
        model,
        python_model=str(CODE),
        artifacts={DIRECTORY: str(BUNDLED_MODEL)},
        signature=SIGNATURE,
        pip_requirements=[],
    )
    # a column of "double" takes the first of the model's: the probability of negative
    negative = mlflow.pyfunc.spark_udf(session, str(model), "double", env_manager="local")
    frame = session.read.parquet(str(folder))
    started = time.perf_counter()
    frame.withColumn("probability_negative", negative("text")).write.parquet(str(out))
    _print("Spark, 2 cores", rows, time.perf_counter() - started, float("nan"), "")
    alone = pq.read_table(folder.with_name(f"{folder.name}-alone")).sort_by("id")
    there = pq.read_table(out).sort_by("id")
    name = "probability_negative"
    pairs = np.stack([alone[name].to_numpy(), there[name].to_numpy()])
    print("largest difference:", np.nanmax(np.abs(pairs[0] - pairs[1])))
    session.stop()


def _print(name: str, rows: int, seconds: float, spent: float, verdict: str) -> None:
    print(
        f"| {name} | {seconds:.0f} | {rows / seconds:,.0f} | {1e6 * spent / rows:.0f} | {verdict} |"
    )


if __name__ == "__main__":
    main()
