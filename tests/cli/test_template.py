"""`huiqi template`: an empty company file that is read back when it is filled in."""

from __future__ import annotations

from datetime import date

import openpyxl
import polars as pl
import pytest

from huiqi.api import Rulebook
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.mapping import known_headers, propose_mapping
from huiqi.load.companies.rows import RowReader


@pytest.fixture(scope="module")
def book():
    return Rulebook.load()


def read_one(path, vocabulary):
    """The one company of a file, and what opening and mapping it had to say."""
    file = open_companies(path, known=known_headers(vocabulary))
    mapping = propose_mapping(
        file.headers, file.sample(), vocabulary, date(2024, 7, 1), file.titles
    )
    (batch,) = file.batches()
    reading = RowReader(mapping, vocabulary).row(batch.frame.row(0, named=True))
    return reading, (*file.warnings, *mapping.findings, *reading.findings)


def test_a_workbook_has_choices_and_a_sheet_that_explains(huiqi, tmp_path, book):
    out = tmp_path / "企业.xlsx"
    done = huiqi("template", out, lang="zh")
    assert (done.returncode, done.stdout) == (0, "")
    assert "32 列" in done.stderr
    filled = openpyxl.load_workbook(out)
    assert filled.sheetnames == ["企业", "填表说明"]
    sheet = filled["企业"]
    headers = [cell.value for cell in sheet[1]]
    assert headers[:3] == ["企业名称", "统一社会信用代码", "注册地"]
    assert len(sheet.data_validations.dataValidation) > 5
    explained = list(filled["填表说明"].values)
    assert [row[0] for row in explained[1:]] == headers
    sheet.append(["甲", "91350583MA2XK2AB3N", "泉州市南安市"])
    sheet.cell(2, headers.index("上年度营业收入(万元)") + 1, 1200)
    sheet.cell(2, headers.index("资质与称号") + 1, "高新技术企业(2021-12-01)")
    filled.save(out)
    reading, findings = read_one(out, book.vocabulary)
    assert findings == ()
    assert (reading.profile.name, reading.id) == ("甲", "91350583MA2XK2AB3N")
    assert reading.profile["revenue"] == 1200 * 10_000 * 100
    assert reading.profile["certifications"].held[0].issued.isoformat() == "2021-12-01"


def test_csv_has_the_headers_alone_and_opens_in_a_spreadsheet(huiqi, tmp_path):
    out = tmp_path / "companies.csv"
    assert huiqi("template", out).returncode == 0
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbfname,unified_social_credit_code,")
    assert content.count(b"\n") == 1
    assert pl.read_csv(out).width == 32


def test_programmes_and_documents_narrow_it(huiqi, tmp_path):
    def columns(*options):
        out = tmp_path / "companies.csv"
        assert huiqi("template", out, "--force", *options).returncode == 0
        return pl.read_csv(out).columns

    one = columns("--programmes", "qz16-hnte-award")
    assert one == ["name", "unified_social_credit_code", "Titles, certificates and registrations",
                   "Place of registration"]  # fmt: skip
    assert set(one) < set(columns("--documents", "quanzhou-2016"))
    assert len(columns("--all")) > 60


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("companies.txt", (), "end the name in .csv or .xlsx"),
        ("there.csv", (), "--force replaces it"),
        ("no/folder.csv", (), "there is no folder"),
        ("new.csv", ("--programmes", "qz16-hnte-awrd"), "qz16-hnte-award"),
        ("new.csv", ("--documents", "nowhere"), "there is no document"),
    ],
)
def test_what_cannot_be_made_is_named(huiqi, tmp_path, name, options, said):
    (tmp_path / "there.csv").write_text("kept")
    done = huiqi("template", tmp_path / name, *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "there.csv").read_text() == "kept"
