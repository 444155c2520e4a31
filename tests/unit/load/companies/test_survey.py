"""Looking through a workbook before it is opened: no writing of XML gets past it or holds it up."""

from __future__ import annotations

import time
import zipfile
from contextlib import suppress

import pytest

from huiqi.base.diagnostics import CompaniesError
from huiqi.load.companies import xlsx_survey
from huiqi.load.companies.files import open_companies

from .reading import read_all

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def text(place, words):
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


HEADER = f'<row r="1">{text("A1", "企业名称")}{text("B1", "员工人数")}</row>'
COMPANY = f'<row r="2">{text("A2", "甲")}%s</row>'


@pytest.fixture
def xlsx(tmp_path):
    """`xlsx(rows, …)` → a workbook of one sheet with this XML in its rows."""

    def write(rows, part="xl/worksheets/sheet1.xml", workbook=WORKBOOK, **more):
        path = tmp_path / "companies.xlsx"
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        relation = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="/{part}"/>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            root = f'<Relationship Id="a" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            archive.writestr(
                "_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{root}</Relationships>'
            )
            archive.writestr("xl/workbook.xml", workbook)
            archive.writestr(
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}">{relation}</Relationships>',
            )
            archive.writestr(part, sheet)
            for name, content in more.items():
                archive.writestr(f"xl/{name}.xml", content)
        return path

    return write


def refused(path):
    with pytest.raises(CompaniesError) as caught:
        open_companies(path)
    return [finding.code for finding in caught.value.findings]


@pytest.mark.parametrize(
    "row",
    [
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="9"><c r = "XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c\nr="XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c s="1"  r="XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c x=">" r="XFD1048576"><v>1</v></c></row>',
        '<row r="9"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="9"><c r="&#88;FD1048576"><v>1</v></c></row>',
        '<row r="9"><c r="A99999999"><v>1</v></c></row>',
        '<row r="9"><c r="ZZZZZZ9"><v>1</v></c></row>',
        '<row r="4294967295"><c><v>1</v></c></row>',
        f'<row r="1048576">{"<c/>" * 100}<c><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(xlsx, row):
    assert refused(xlsx(HEADER + COMPANY % "" + row)) == ["HQ631"]


@pytest.mark.parametrize("part", ["xl/worksheets/s.XML", "xl/other/s.xml", "cells.bin"])
def test_a_far_cell_is_seen_in_whatever_part(xlsx, part):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refused(xlsx(HEADER + far, part)) == ["HQ631"]


def test_a_formatted_last_row_is_no_far_cell(xlsx):
    file = open_companies(xlsx(HEADER + COMPANY % text("CZ2", "x") + '<row r="1048576"/>'))
    assert len(read_all(file.batches()).rows) == 1


def test_cells_need_not_say_where_they_are(xlsx, known):
    rows = "<row><c t='str'><v>企业名称</v></c><c t='str'><v>员工人数</v></c></row>"
    rows += "<row><c t='str'><v>甲</v></c><c t='e'><v>#N/A</v></c></row>"
    assert read_all(open_companies(xlsx(rows), known=known).batches()).rows == [("甲", "#N/A")]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ('<c r="B2" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c t="e" r="B2"><v>#N/A</v></c>', "#N/A"),
        ("<c r='B2' t='e'><v>#N/A</v></c>", "#N/A"),
        ('<c r="B2" t = "e" >\n  <v>#N/A</v>\n</c>', "#N/A"),
        ('<c r="B2" t="e">\n  <f>NA()</f>\n  <v>#N/A</v>\n</c>', "#N/A"),
        ('<c r="B2">\n  <f>A2*2</f>\n</c>', "=A2*2"),
        ('<c r="B2">\n  <f>\n    A2&amp;"&lt;"\n  </f>\n  <v/>\n</c>', '=A2&"<"'),
        ('<c r="B2"><f t="shared" si="0"/></c>', "=?"),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', None),
        ('<c r="B2"><f>3*4</f><v>12</v></c>', "12"),
    ],
)
def test_a_lost_result_is_named_however_it_is_written(xlsx, known, cell, shown):
    file = open_companies(xlsx(HEADER + COMPANY % cell), known=known)
    assert read_all(file.batches()).rows == [("甲", shown)]


def test_unsound_xml_is_left_to_the_reader_where_cells_are_plain(xlsx, known):
    rows = HEADER + COMPANY % '<c r="B2"><f>1+1</f><v>2</v></c>' + '<row r="3" r="3"></row>'
    file = open_companies(xlsx(rows), known=known)
    assert read_all(file.batches()).rows == [("甲", "2")]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="3">' + '<c r="A1" t="e"' * 20_000,
        '<row r="3"><c t="e"' + ' r="A1"' * 20_000,
        '<row r="3">' + "<f >" + '<c r="A1"' * 20_000,
        '<row r="3"><c ' + " ".join(f'x{n}:r="A1"' for n in range(20_000)) + "/></row>",
        '<row r="3"><c r="A1"><f' + " " * 200_000 + ">",
    ],
)
def test_no_xml_holds_the_look_up(xlsx, rows):
    started = time.monotonic()
    with suppress(CompaniesError):
        open_companies(xlsx(HEADER + rows))
    assert time.monotonic() - started < 5


def test_no_workbook_part_holds_the_look_up(xlsx):
    started = time.monotonic()
    open_companies(xlsx(HEADER, workbook=WORKBOOK + "<sheet " * 20_000))
    assert time.monotonic() - started < 5


def test_shared_texts_are_bounded(xlsx, monkeypatch):
    monkeypatch.setattr(xlsx_survey, "MOST_SHARED_BYTES", 1000)
    shared = f'<sst xmlns="{MAIN}">{"<si><t/></si>" * 100}</sst>'
    assert refused(xlsx(HEADER, sharedStrings=shared)) == ["HQ631"]


def sharing(number, form='<c r="{}" t="s"><v>{}</v></c>'):
    """A row of a hundred cells that name one shared text."""
    cells = (
        form.format(f"{letter}{row}", number) for row in range(9, 19) for letter in "ABCDEFGHIJ"
    )
    return f'<row r="9">{"".join(cells)}</row>'


@pytest.mark.parametrize(
    "form",
    [
        '<c r="{}" t="s"><v>{}</v></c>',
        "<c r='{}' t='s'><v>{}</v></c>",
        '<c t="s" r="{}"><v>{}</v></c>',
        '<c r="{}" s="1" t = "s" ><v> {} </v></c>',
        '<c r="{}" t="s"><v xml:space="preserve">{}</v></c>',
    ],
)
def test_a_text_that_many_cells_share_counts_for_each(xlsx, form):
    shared = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t>{"长" * 10_000_000}</t></si></sst>'
    assert refused(xlsx(HEADER + sharing(1, form), sharedStrings=shared)) == ["HQ631"]


@pytest.mark.parametrize("form", ['<c r="{}" t="s"><v>{}</v></c>', '<c t="s" r="{}"><v>{}</v></c>'])
def test_a_long_text_that_few_cells_share_is_no_harm(xlsx, known, form):
    shared = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t>{"长" * 10_000_000}</t></si></sst>'
    rows = COMPANY % "" + sharing(0, form)
    file = open_companies(xlsx(HEADER + rows, sharedStrings=shared), known=known)
    assert len(read_all(file.batches()).rows) == 11


def test_cells_without_their_text_are_no_long_ones(xlsx, known):
    shared = f'<sst xmlns="{MAIN}"><si><t>甲</t></si><si><t>{"长" * 10_000_000}</t></si></sst>'
    empty = "".join(sharing("", form) for form in ('<c r="{}" t="s"/>', '<c r="{}" t="s"><v/></c>'))
    assert open_companies(xlsx(HEADER + empty, sharedStrings=shared), known=known)


def test_an_xlsb_is_named(tmp_path):
    path = tmp_path / "companies.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert refused(path) == ["HQ627"]


ODS = "urn:oasis:names:tc:opendocument:xmlns"


@pytest.fixture
def ods(tmp_path):
    """`ods(rows)` → an ODS with these rows below a header and a company."""

    def write(rows):
        path = tmp_path / "companies.ods"
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        spaces = "".join(f' xmlns:{one}="{ODS}:{one}:1.0"' for one in ("office", "table", "text"))
        head = row(ods_cell("企业名称") + ods_cell("城市")) + row(ods_cell("甲") + ods_cell("泉州"))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
            archive.writestr(
                "META-INF/manifest.xml",
                f'<manifest:manifest xmlns:manifest="{ODS}:manifest:1.0"><manifest:file-entry '
                f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
            )
            archive.writestr(
                "content.xml",
                f"<office:document-content{spaces}><office:body><office:spreadsheet>"
                f'<table:table table:name="S">{head}{rows}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return path

    return write


def row(cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{cells}</table:table-row>'


AGAIN = '</table:table><table:table table:name="T">'


def ods_cell(words, times=1):
    kind, inside = (
        (' office:value-type="string"', f"<text:p>{words}</text:p>") if words else ("", "")
    )
    more = f'{kind} table:number-columns-repeated="{times}"'
    return f"<table:table-cell{more}>{inside}</table:table-cell>"


@pytest.mark.parametrize(
    "rows",
    [
        row(ods_cell("x", 999), 100_000),
        row(ods_cell("x", 4_000_000_000)),
        row(ods_cell("", 999).replace(">", ' office:value="1">', 1), 100_000),
        row(ods_cell("", 16_383) + ods_cell("x"), 1_048_574),
        row(ods_cell("长" * 10_000, 1000), 1000),
        row(ods_cell("", 1000).replace(">", f' office:string-value="{"x" * 10_000}">', 1), 1000),
        (row(ods_cell("x", 9)) + row(ods_cell("x", 9), 1_000_000) + AGAIN) * 4,
        row(ods_cell("", 16_384), 1_048_574) + row(ods_cell("", 16_383) + ods_cell("x")),
    ],
)
def test_repeated_cells_of_an_ods_cannot_fill_the_memory(ods, rows):
    assert refused(ods(rows)) == ["HQ631"]


def test_empty_cells_up_to_the_last_of_an_ods_cost_nothing(ods, known):
    file = open_companies(ods(row(ods_cell("", 16_384), 1_048_574)), known=known)
    assert read_all(file.batches()).rows == [("甲", "泉州")]
