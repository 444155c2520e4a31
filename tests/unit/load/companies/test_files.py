"""Files that cannot be used: every one is refused with a finding, quickly and in little memory."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.head import unique_headers

from .reading import read_all

ENGINE = Path(__file__).parent.parent.parent.parent.parent / "engine"


def refused(path: Path) -> list[str]:
    with pytest.raises(CompaniesError) as caught:
        open_companies(path)
    return [finding.code for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "HQ621"),
        (b"\xef\xbb\xbf\r\n \n", "HQ621"),
        (b"%PDF-1.7", "HQ627"),
        (b"\x1f\x8b\x08\0", "HQ627"),
        (b"  <!DOCTYPE html><table>", "HQ627"),
        (b"name,city\n" + bytes(5000), "HQ623"),
        ("name,city\n甲,乙\n".encode("utf-16-le"), "HQ623"),
        (b"1,2,3\n4,5,6\n", "HQ624"),
        (b"\xff\xff\n\xfe\xfe\x80,\x80\n" * 50, "HQ622"),
        (",".join(f"c{n}" for n in range(20_000)).encode() + b"\n", "HQ625"),
        (b"x" * (12 << 20), "HQ624"),
    ],
    ids=["empty", "blank", "pdf", "gzip", "web page", "NUL bytes", "UTF-16 without mark",
         "no header", "neither encoding", "too many columns", "one endless line"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused(write, content, code):
    assert refused(write(content)) == [code]


def test_what_cannot_be_opened_is_named(tmp_path):
    assert refused(tmp_path / "none.csv") == ["HQ101"]
    assert refused(tmp_path) == ["HQ620"]
    assert refused(Path("/dev/null")) == ["HQ620"]
    assert refused(Path("a\0b.csv")) == ["HQ101"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_name_need_not_be_utf8(tmp_path, ending):
    path = tmp_path / os.fsdecode(b"\xc6\xf3\xd2\xb5." + ending.encode())
    frame = pl.DataFrame({"企业名称": ["甲"], "城市": ["泉州"]})
    content = io.BytesIO()
    {"csv": frame.write_csv, "xlsx": frame.write_excel, "parquet": frame.write_parquet}[ending](
        content
    )
    path.write_bytes(content.getvalue())
    assert read_all(open_companies(path).batches()).rows == [("甲", "泉州")]


def test_many_headers_of_one_name_are_told_apart_at_once():
    headers = unique_headers(["名称", "名称 (3)", *["名称"] * 16_000])
    assert headers[2:5] == ("名称 (2)", "名称 (4)", "名称 (5)")
    assert len(set(headers)) == len(headers)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_named(write):
    path = write("name,city\n")
    path.chmod(0)
    assert refused(path) == ["HQ101"]


def test_the_first_undecodable_byte_is_told(write):
    with pytest.raises(CompaniesError) as caught:
        open_companies(write(b"name,city\n" + b"\x80\x80,\x80\n" * 9))
    assert caught.value.findings[0].args["offset"] == 10


def test_foreign_text_far_down_still_decides_the_encoding(write):
    content = b"name,city\n" + b"a,b\n" * 600_000 + "甲,泉州\n".encode("gb18030")
    assert read_all(open_companies(write(content)).batches()).rows[-1] == ("甲", "泉州")


def test_a_header_alone_is_read_as_no_companies(write):
    file = open_companies(write("企业名称,城市\n"))
    assert read_all(file.batches()).rows == []
    assert file.sample().columns == ["企业名称", "城市"]


MEASURE = """
import resource, sys
from pathlib import Path
from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies.files import open_companies
from huiqi.load.companies.head import unique_headers
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = rejects = 0
try:
    for batch in open_companies(Path(sys.argv[1])).batches():
        rows += batch.frame.height
        rejects += len(batch.rejects)
except CompaniesError as error:
    print(error.findings[0].code, end=" ")
unit = 1 if sys.platform == "darwin" else 1024
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(rows, rejects, used * unit)
"""


def measured(path: Path) -> tuple[list[str], int]:
    """What a fresh process says of a file, and by how many bytes its memory grew meanwhile."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", MEASURE, str(path)],
        env=os.environ | {"PYTHONPATH": str(ENGINE)},
        capture_output=True,
        text=True,
        check=True,
    )
    *said, used = run.stdout.split()
    return said, int(used)


@pytest.mark.skipif(os.name != "posix", reason="memory is measured with getrusage")
@pytest.mark.parametrize("kind", ["random bytes", "quotes", "an endless cell", "an endless quote"])
def test_hostile_files_are_read_in_bounded_memory(tmp_path, kind):
    path = tmp_path / "hostile.csv"
    with path.open("wb") as file:
        if kind != "random bytes":
            file.write(b"name,city\na,b\n")
        for _ in range(64):
            if kind == "random bytes":
                file.write(os.urandom(1 << 20))
            elif kind == "quotes":
                file.write(b'"a,"b\n' * ((1 << 20) // 6))
            else:
                file.write((b"x" if kind == "an endless cell" else b'"",') * (1 << 18))
        file.write(b"\nc,d\n")
    said, used = measured(path)
    if kind == "random bytes":
        assert said[0] in ("HQ622", "HQ623", "HQ624")
    elif kind == "quotes":
        assert said[:2] == ["HQ657", "1"]
    else:
        assert said == ["2", "1"]
    assert used < 300 << 20
