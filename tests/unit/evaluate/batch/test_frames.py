"""`Rulebook.score`: every kind of companies in, the same kind out, the verdicts of one company."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

from huiqi import CompaniesError, CompaniesWarning, ProfileError, QueryError, Rulebook
from huiqi.evaluate.batch.job import Job
from huiqi.load.companies.mapping import Binding, ColumnMapping
from huiqi.model.verdict import Verdict

COUNTS = ["eligible", "undetermined", "ineligible"]
LISTS = ["eligible_programmes", "open_programmes", "set_elsewhere", "next_fact"]
DETAILS = ["company", "programme", "verdict", "standing", "score", "missing", "failed"]
DETAILS += ["score_max", "line"]
DOCUMENT = "quanzhou-2016"
VERDICTS = {True: Verdict.ELIGIBLE, False: Verdict.INELIGIBLE, None: Verdict.UNDETERMINED}

TYPED = pl.DataFrame(
    {
        "企业名称": ["甲", "乙", None],
        "location": ["福建省泉州市南安市", "福建省泉州市晋江市", None],
        "sector": ["C35", None, "C39"],
        "employees": [120, None, 30],
        "revenue": [25_000_000.5, None, 1e6],
        "rd_spend": [Decimal("1250000.03"), Decimal("50.00"), None],
        "registered_on": [date(2010, 3, 1), None, date(2016, 8, 27)],
        "resident_enterprise": [True, False, None],
        "certifications": [["high_tech_enterprise"], [], None],
    },
    schema_overrides={"rd_spend": pl.Decimal(18, 2), "employees": pl.Int32},
)
SAME = [
    {"name": "甲", "location": "福建省泉州市南安市", "sector": "C35", "employees": 120,
     "revenue": 25_000_000.5, "rd_spend": "1250000.03", "registered_on": "2010-03-01",
     "resident_enterprise": True, "certifications": ["high_tech_enterprise"]},
    {"name": "乙", "location": "福建省泉州市晋江市", "rd_spend": 50, "resident_enterprise": False},
    {"sector": "C39", "employees": 30, "revenue": 1_000_000, "registered_on": "2016-08-27"},
]  # fmt: skip

KINDS = {
    "polars": (lambda f: f, lambda f: f),
    "lazy": (pl.DataFrame.lazy, pl.LazyFrame.collect),
    "pyarrow": (pl.DataFrame.to_arrow, pl.from_arrow),
    "pandas": (
        lambda f: f.to_arrow().to_pandas(types_mapper=pd.ArrowDtype),
        lambda f: pl.from_arrow(pa.Table.from_pandas(f, preserve_index=False)),
    ),
    "duckdb": (
        lambda f: duckdb.connect().from_arrow(f.to_arrow()),
        lambda r: pl.from_arrow(r.to_arrow_table()),
    ),
}


@pytest.fixture(params=KINDS)
def kind(request):
    """A way from Polars to a kind of frame, and the way back."""
    return KINDS[request.param]


def verdicts(frame: pl.DataFrame, book: Rulebook, day: date) -> list[dict[str, Verdict]]:
    """The verdict columns, company by company."""
    names = [p.id for p in book.selected(as_of=day)]
    return [{n: VERDICTS[row[n]] for n in names} for row in frame.iter_rows(named=True)]


def test_generated_companies_get_the_verdicts_of_one_company(book, day, companies, profiles):
    findings = []
    found = book.score(companies, day, findings=findings)
    assert verdicts(found, book, day) == [book.verdicts(one, day) for one in profiles]
    assert_frame_equal(found.select(companies.columns), companies)
    assert findings, "the generated companies hold rough figures"


def test_reasons_are_those_of_one_company(book, day, companies, profiles):
    few = companies.head(12)
    found = book.score(few, day, details=True, findings=[])
    assert found.columns == DETAILS
    assert found.height == 12 * len(book.selected(as_of=day))
    for number, profile in enumerate(profiles[:12], start=1):
        single = {one.programme.id: one for one in book.check(profile, day).findings}
        for row in found.filter(line=number).iter_rows(named=True):
            one = single[row["programme"]]
            assert row["verdict"] == one.verdict.value
            assert row["standing"] == one.standing.value
            if row["verdict"] != "eligible":
                assert row["missing"] == ";".join(one.missing)
                assert row["failed"] == ";".join(one.failed)


def test_every_kind_comes_back_as_it_went_in(book, day, kind, companies):
    there, back = kind
    given = there(companies)
    found = book.score(given, day, findings=[])
    assert type(found) is type(given)
    assert_frame_equal(
        back(found), book.score(companies, day, findings=[]), categorical_as_str=True
    )


@pytest.mark.parametrize("details", [False, True])
def test_every_kind_takes_typed_columns(book, day, kind, details):
    there, back = kind
    found = back(book.score(there(TYPED), day, columns="lists", details=details))
    expected = book.score(TYPED, day, columns="lists", details=details)
    if details:
        expected = expected.with_columns(pl.col(pl.Enum).cast(pl.String))
        found = found.with_columns(pl.col(pl.Enum).cast(pl.String))
    assert_frame_equal(found, expected)


def test_typed_columns_say_what_profiles_say(book, day):
    found = book.score(TYPED, day)
    assert verdicts(found, book, day) == [book.verdicts(one, day) for one in SAME]


def test_pandas_keeps_its_index_and_its_columns(book, day):
    given = TYPED.to_arrow().to_pandas(types_mapper=pd.ArrowDtype).set_index(pd.Index([7, 7, 3]))
    found = book.score(given, day)
    assert list(found.index) == [7, 7, 3]
    pd.testing.assert_frame_equal(found[list(given.columns)], given)
    assert found["eligible"].dtype == pd.ArrowDtype(pa.uint16())


def test_a_relation_stays_with_its_connection(book, day):
    connection = duckdb.connect()
    connection.execute("CREATE TABLE towns AS SELECT '甲' AS 企业名称, 1 AS town")
    found = book.score(connection.from_arrow(TYPED.to_arrow()), day)
    joined = found.join(connection.table("towns"), "企业名称")
    assert joined.aggregate("count(*)").fetchall() == [(1,)]


def test_numpy_in_pandas_is_refused_with_what_mends_it(book):
    given = pd.DataFrame({"location": ["350583"], "employees": [1.0], "revenue": [float("nan")]})
    with pytest.raises(CompaniesError, match=r"HQ660.*employees · revenue") as refused:
        book.score(given)
    assert 'df.convert_dtypes(dtype_backend="pyarrow")' in str(refused.value)
    mended = book.score(given.convert_dtypes(dtype_backend="pyarrow"))
    assert len(mended) == 1


def test_profiles_and_plain_mappings_are_companies(book, day):
    found = book.score([SAME[0], book.profile(SAME[1]), SAME[2]], day)
    assert found.columns[:4] == ["company", *COUNTS]
    assert found["company"].to_list() == ["甲", "乙", "#3"]
    assert verdicts(found, book, day) == [book.verdicts(one, day) for one in SAME]
    assert_frame_equal(book.score(iter(SAME), day), found)
    details = book.score(SAME, day, details=True)
    assert details.columns == DETAILS
    assert details.filter(programme=details["programme"][0])["line"].to_list() == [1, 2, 3]


def test_no_companies_are_no_fault(book, day, kind):
    there, back = kind
    expected = [*TYPED.columns, *COUNTS]
    assert back(book.score(there(TYPED.clear()), day)).columns[: len(expected)] == expected
    assert book.score([], day).height == 0
    assert back(book.score(there(TYPED.clear()), day, details=True)).columns == DETAILS


def test_a_bad_profile_is_named_by_its_number(book):
    with pytest.raises(ProfileError, match="<company 2>"):
        book.score([{}, {"employees": "many"}])


def test_a_file_gives_a_frame_and_tells_of_every_line_it_lost(book, day, tmp_path):
    path = tmp_path / "companies.csv"
    path.write_text(
        "企业名称,注册地址,从业人数\n甲,福建省泉州市南安市,约12\n乙,350500\n丙,350500,9\n"
    )
    findings = []
    found = book.score(str(path), day, columns="lists", findings=findings)
    assert found.columns == ["企业名称", "注册地址", "从业人数", *COUNTS, *LISTS]
    assert found["企业名称"].to_list() == ["甲", "丙"]
    told = {f.where.rpartition("companies.csv")[2]: f.code for f in findings}
    assert told == {":2:从业人数": "HQ653", ":3": "HQ633"}
    with pytest.warns(CompaniesWarning, match=r"^rows, columns or cells .*: 2;"):
        assert_frame_equal(book.score(path, day, columns="lists"), found)
    path.write_text("企业名称,注册地址\n")
    assert book.score(path, day, findings=findings).height == 0


def test_findings_of_a_frame_name_the_row_and_the_column(book, day):
    findings = []
    book.score(pl.DataFrame({"employees": ["1", "about 5"]}), day, findings=findings)
    assert [f.where for f in findings] == ["<frame>:2:employees"]


def test_rows_of_totals_stay_in_a_frame_and_are_told(book, day):
    frame = pl.DataFrame({"企业名称": ["甲公司", "合计", "小计："], "职工人数": ["8", "8", "8"]})
    told = []
    found = book.score(frame, day, findings=told)
    assert found["企业名称"].to_list() == ["甲公司", "合计", "小计："]
    assert [(f.code, f.where) for f in told] == [
        ("HQ658", "<frame>:2"), ("HQ658", "<frame>:3")
    ]  # fmt: skip


def test_columns_are_read_as_the_caller_says(book, day):
    given = pl.DataFrame({"a": ["350583"], "b": [2500], "revenue": [1]})
    expected = book.verdicts({"location": "350583", "revenue": "2500万元"}, day)
    mapping = {"a": "location", "b": {"target": "revenue", "unit": "万元"}}
    bound = ColumnMapping((Binding("a", "location"), Binding("b", "revenue", "万元")))
    for chosen in (mapping, bound):
        assert verdicts(book.score(given, day, mapping=chosen), book, day) == [expected]
    for wrong in ({"c": "location"}, ColumnMapping((Binding("c", "location"),))):
        with pytest.raises(CompaniesError, match=r"HQ643"):
            book.score(given, day, mapping=wrong)
    with pytest.raises(CompaniesError, match=r"HQ642"):
        book.score(given, day, mapping={"a": "locatoin"})


def test_a_frame_that_tells_nothing_is_said_to(book, day):
    with pytest.warns(CompaniesWarning, match=r"HQ663"):
        found = book.score(pl.DataFrame({"x": [1]}), day)
    assert found["eligible"].to_list() == [0]


def test_only_the_programmes_named_are_scored(book, day):
    [one] = {p.id for p in book.programmes if p.id == "qz16-hnte-award"}
    found = book.score(TYPED, day, programmes=[one])
    assert found.columns == [*TYPED.columns, *COUNTS, one]
    document = book.programme(one, day).document
    wide = book.score(TYPED, day, documents=[document], details=True)
    assert set(wide["programme"]) == {
        p.id for p in book.selected(as_of=day) if p.document == document
    }
    with pytest.raises(QueryError, match="HQ801"):
        book.score(TYPED, day, programmes=["qz16-hnte-awrd"])


def test_a_column_of_the_source_keeps_its_name(book, day, kind):
    there, back = kind
    given = TYPED.select("location").with_columns(pl.lit("?").alias("Eligible"))
    found = back(book.score(there(given), day))
    assert found.columns[:3] == ["location", "Eligible", "eligible (huiqi)"]
    assert found["Eligible"].to_list() == ["?"] * 3


def test_programmes_of_which_none_counts_any_more_are_refused(book):
    """The document of 2022 was taken over by that of 2026."""
    for programmes in (None, ["cn-srdi-sme"]):
        book.score(SAME, date(2025, 1, 1), programmes=programmes, documents="sme-ladder-2022")
    with pytest.raises(QueryError, match="HQ805"):
        book.score(SAME, date(2026, 11, 22), documents="sme-ladder-2022")


@pytest.mark.parametrize("source", [3, {"employees": 3}, [3], b"x", pl.Series([1])], ids=repr)
def test_what_is_no_companies_is_refused(book, source):
    with pytest.raises(CompaniesError, match=r"HQ661"):
        book.score(source)


@pytest.mark.parametrize(
    "source",
    [
        pa.table([["1"], ["2"]], names=["a", "a"]),
        pd.DataFrame([["1", "2"]], dtype="string[pyarrow]"),
        duckdb.sql("SELECT '1' AS a, '2' AS a"),
    ],
    ids=["pyarrow", "numbers in pandas", "duckdb"],
)
def test_column_names_must_tell_columns_apart(book, source):
    with pytest.raises(CompaniesError, match=r"HQ662"):
        book.score(source)


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        ([{"a": 1}], pa.struct({"a": pa.int8()})),
        ([b"1"], pa.binary()),
        ([Decimal("1.5")], pa.decimal256(50, 2)),
        ([None], pa.month_day_nano_interval()),
    ],
    ids=str,
)
def test_a_column_that_no_cell_can_show_is_named_and_comes_back(book, day, values, type_):
    table = pa.table({"employees": ["12"], "odd": pa.array(values, type_)})
    findings = []
    scored = book.score(table, day, programmes=["cn-hnte"], findings=findings)
    assert [(f.code, f.args["column"]) for f in findings] == [("HQ632", "odd")]
    assert scored.select(["employees", "odd"]) == table
    with pytest.raises(CompaniesError, match=r"HQ632.*`odd`"):
        book.score(table.select(["odd"]), day)


def test_columns_of_a_foreign_kind_of_pandas_are_named_and_come_back(book, day):
    frame = pd.DataFrame({"employees": pd.array(["12"], "string[pyarrow]")})
    frame["month"] = pd.array(["2024-01"], dtype="period[M]")
    findings = []
    scored = book.score(frame, day, programmes=["cn-hnte"], findings=findings)
    assert [(f.code, f.args["column"]) for f in findings] == [("HQ632", "month")]
    assert scored["month"].equals(frame["month"])


def test_batches_make_no_difference(book, day, companies, kind, monkeypatch):
    there, back = kind
    few = companies.head(25)
    findings, again = [], []
    whole = back(book.score(there(few), day, findings=findings))
    monkeypatch.setattr(Job, "batch", 7)
    assert_frame_equal(back(book.score(there(few), day, findings=again)), whole)
    assert sorted(map(repr, again)) == sorted(map(repr, findings))
    assert book.score(SAME * 5, day).height == 15


@pytest.mark.parametrize("wanted", [{"details": True}, {"columns": "lists"}], ids=str)
def test_batches_make_no_difference_to_reasons(book, day, companies, monkeypatch, wanted):
    few = companies.head(25)
    wanted = {**wanted, "documents": [DOCUMENT], "findings": []}
    order = ["line", "programme"] if "details" in wanted else []
    whole = book.score(few, day, **wanted)
    monkeypatch.setattr(Job, "batch", 7)
    parts = book.score(few, day, **wanted)
    assert_frame_equal(*((f.sort(order) if order else f) for f in (parts, whole)))


def test_threads_score_at_once(book, day, companies):
    wanted = {"columns": "lists", "documents": [DOCUMENT], "findings": []}
    expected = book.score(companies, day, **wanted)
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(book.score, companies, day, **wanted) for _ in range(6)]
        for run in runs:
            assert_frame_equal(run.result(), expected)
