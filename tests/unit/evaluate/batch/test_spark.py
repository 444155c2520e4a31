"""Spark, really run: the same verdicts and reasons as one machine, rows in = scored + rejected."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import duckdb
import narwhals as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from huiqi.compile.columns.to_columns import to_columns
from huiqi.compile.columns.truth import Frames
from huiqi.evaluate.batch.job import Job
from huiqi.evaluate.batch.prepared import prepare_answers
from huiqi.evaluate.batch.verdicts import BatchVerdicts
from huiqi.explain.explainer import Explainer
from huiqi.model.verdict import Verdict

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
DOCUMENT = "quanzhou-2016"
KEY = "企业名称"


@pytest.fixture(scope="module")
def many(make_companies) -> pl.DataFrame:
    return make_companies(2000)


@pytest.fixture(scope="module")
def spark():
    """A session with two workers."""
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "OFF")
            # Compiling code for hundreds of columns takes longer than the few rows of a test.
            .config("spark.sql.codegen.wholeStage", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
        yield session
        session.stop()


@pytest.fixture(scope="module")
def distributed(spark, many):
    """The companies in three partitions."""
    return spark.createDataFrame(many.to_arrow()).repartition(3, KEY)


def polars(frame) -> pl.DataFrame:
    return cast(pl.DataFrame, pl.from_arrow(frame.toArrow()))


def alike(frame: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """In one order, numbers of one width, enumerations as text."""
    return frame.with_columns(
        pl.col(pl.Enum).cast(pl.String), pl.col(pl.UInt8, pl.UInt16, pl.Int16).cast(pl.Int32)
    ).sort(keys)


def test_a_spark_frame_gets_the_verdicts_of_one_machine(book, day, many, distributed):
    found = polars(book.score(distributed, day))
    expected = book.score(many, day, findings=(told := []))
    assert_frame_equal(alike(found.drop("not_understood"), KEY), alike(expected, KEY))
    cells = found.explode("not_understood").unnest("not_understood").drop_nulls("reason")
    assert cells.height == len(told) > 0
    assert set(cells["column"]) == {f.where.rpartition(":")[2] for f in told}


@pytest.mark.parametrize("wanted", [{"columns": "lists"}, {"details": True}], ids=str)
def test_reasons_are_those_of_one_machine(book, day, many, distributed, wanted):
    wanted = {**wanted, "documents": [DOCUMENT]}
    found = polars(book.score(distributed, day, **wanted))
    expected = book.score(many, day, findings=[], **wanted)
    keys = [KEY] if "columns" in wanted else ["company", "programme"]
    assert_frame_equal(
        alike(found.drop("not_understood", strict=False), *keys),
        alike(expected.drop("line", strict=False), *keys),
    )


def cli(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from huiqi.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", program, "score", *map(str, arguments)],
        env=os.environ | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path("engine").resolve())},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_directory_of_csv_is_scored_and_no_row_is_lost(book, day, many, spark, tmp_path):
    folder, out, details = tmp_path / "in", tmp_path / "out", tmp_path / "details"
    folder.mkdir()
    many.head(300).write_csv(folder / "a.csv")
    many[300:500].write_csv(folder / "b.csv", include_bom=True, line_terminator="\r\n")
    blank = "," * (many.width - 1)
    with (folder / "b.csv").open("a", encoding="utf-8") as file:
        file.write(f"broken,row\n\n{blank}\n{','.join(many.columns)}\n")
    from huiqi.evaluate.batch.spark.files import Places, score_directories

    job = Job(
        book.book, book.selected(documents=[DOCUMENT], as_of=day), day, Explainer(),
        lists=True,
    )  # fmt: skip
    places = Places(str(folder), str(out), str(tmp_path / "rejects"), str(details))
    tally = score_directories(spark, job, places, "en")
    assert (tally.rows_in, tally.scored, tally.rejected) == (502, 500, 2)
    expected = book.score(many.head(500), day, columns="lists", documents=[DOCUMENT], findings=[])
    found = pl.read_parquet(out / "*.parquet")
    assert_frame_equal(alike(found.select(expected.columns), KEY), alike(expected, KEY))
    met = tally.of("qz16-hnte-award")[Verdict.ELIGIBLE]
    assert met == found["qz16-hnte-award"].sum()
    long = book.score(many.head(500), day, details=True, documents=[DOCUMENT], findings=[])
    keys = ["company", "programme"]
    assert_frame_equal(
        alike(pl.read_parquet(details / "*.parquet"), *keys), alike(long.drop("line"), *keys)
    )
    rejects = pl.read_parquet(tmp_path / "rejects/*.parquet")
    assert sorted(rejects.filter(pl.col("column").is_null())["reason"].str.slice(1, 5)) == [
        "HQ639", "HQ664",
    ]  # fmt: skip
    assert rejects.height - 2 == tally.not_understood.total()


def test_what_spark_cannot_score_is_told_and_nothing_is_written(many, tmp_path):
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    many.head(30).write_csv(folder / "a.csv")
    many.head(3).select(reversed(many.columns)).write_csv(folder / "b.csv")
    common = ("--engine", "spark", "--master", "local[2]")
    run = cli(folder, "-o", out, *common)
    assert (run.returncode, "HQ666" in run.stderr) == (2, True), run.stderr
    assert 'Traceback (most recent call last)\n  File "<string>"' not in run.stderr
    assert not out.exists()
    assert "--limit" in cli(folder, "-o", out, "--limit", "3", *common).stderr


def test_the_compiled_expressions_run_on_every_engine(book, day, profiles, spark):
    programmes = book.selected(documents=[DOCUMENT], as_of=day)[:25]
    given = list(book.vocabulary.facts)
    verdicts = BatchVerdicts(book.book, day, given, programmes)
    prepared = prepare_answers([p.answers for p in profiles], verdicts.coding, verdicts.layout)
    results = verdicts.results(prepared)
    added = {name for stage in verdicts.columns.stages for name in stage}
    frame = results.frame.drop(added).with_columns(pl.col(pl.UInt8, pl.UInt32).cast(pl.Int32))
    expected = {
        p.id: results.truths([verdicts.columns.programmes[p.id]])["0"].to_list() for p in programmes
    }
    columns = to_columns(book.book, programmes, given, cast(Frames, nw))
    table = frame.to_arrow()
    engines: dict[str, Any] = {
        "polars": frame.lazy(),
        "pyarrow": table,
        "duckdb": duckdb.connect().from_arrow(table),
        "pyspark": spark.createDataFrame(table),
    }
    for name, native in engines.items():
        found = columns.add_to(nw.from_native(native))
        parts = [
            part if isinstance(part, nw.Expr) else nw.lit(part)
            for p in programmes for part in columns.programmes[p.id]
        ]  # fmt: skip
        named = [part.alias(f"p{place}") for place, part in enumerate(parts)]
        chosen = found.select("row", *named)
        if isinstance(chosen, nw.LazyFrame):
            chosen = chosen.collect(backend="pyarrow")
        rows = chosen.to_polars().sort("row")
        for place, programme in enumerate(programmes):
            true, false = (rows[f"p{2 * place + k}"].cast(pl.Int8) for k in (0, 1))
            assert (1 + true - false).to_list() == expected[programme.id], (name, programme.id)
