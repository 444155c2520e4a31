"""The parts of a workbook beside its sheets (ECMA-376, SpreadsheetML)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from huiqi.present.tables.cells import escaped
from huiqi.present.tables.sheet import Sheet

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

# The cell formats stand in the order of `cells.Style`; 49 is text, 3 and 4 are #,##0 and #,##0.00.
_STYLES = f"""{_XML}<styleSheet xmlns="{_MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFDDE7F3"/><bgColor indexed="64"/>\
</patternFill></fill></fills>\
<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border>\
</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
</cellStyleXfs><cellXfs count="9">\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
applyAlignment="1"><alignment vertical="top"/></xf>\
<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
applyAlignment="1"><alignment horizontal="right" vertical="top" indent="1"/></xf>\
<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
applyAlignment="1"><alignment horizontal="right" vertical="top" indent="1"/></xf>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
applyAlignment="1"><alignment horizontal="left" vertical="top"/></xf>\
<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">\
<alignment horizontal="left" vertical="top"/></xf>\
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" \
applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" \
applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">\
<alignment vertical="top" wrapText="1"/></xf>\
<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" \
applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">\
<alignment horizontal="right" vertical="top" wrapText="1" indent="1"/></xf></cellXfs>\
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""

_ROOT = f"""{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" \
Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""


_LONGEST_TITLE = 31


def fitting_title(title: str, taken: Collection[str]) -> str:
    """The title as a sheet may have it: short, without some signs, unlike those taken."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")
    plain = plain[:_LONGEST_TITLE].strip(" '") or "-"
    known = {other.casefold() for other in taken}
    fitting, number = plain, 1
    while fitting.casefold() in known:
        number += 1
        fitting = f"{plain[: _LONGEST_TITLE - 4]} {number}"
    return fitting


def parts(sheets: Sequence[tuple[str, Sheet]]) -> Iterator[tuple[str, str]]:
    """Name and content of every part but the sheets, which come with their names under xl/.

    The order is that in which a reader sees the sheets.
    """
    yield "[Content_Types].xml", _content_types([name for name, _ in sheets])
    yield "_rels/.rels", _ROOT
    yield "xl/workbook.xml", _workbook([sheet for _, sheet in sheets])
    yield "xl/_rels/workbook.xml.rels", _relations([name for name, _ in sheets])
    yield "xl/styles.xml", _STYLES


def _content_types(names: Sequence[str]) -> str:
    kinds: Mapping[str, str] = {
        "xl/workbook.xml": "sheet.main",
        "xl/styles.xml": "styles",
        **{f"xl/{name}": "worksheet" for name in names},
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'{_XML}<Types xmlns="{_TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(names: Sequence[str]) -> str:
    targets = [("worksheet", name) for name in names] + [("styles", "styles.xml")]
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}"/>'
        for number, (kind, name) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'


def _workbook(sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name="{_quoted(sheet.title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    names = ""
    for number, sheet in enumerate(sheets):
        title = _quoted("'" + sheet.title.replace("'", "''") + "'")
        names += (
            f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">'
            f"{title}!{sheet.area}</definedName>"
            f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
            f"{title}!$1:$1</definedName>"
        )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/>'
        f"</bookViews><sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _quoted(text: str) -> str:
    return escaped(text).replace('"', "&quot;")
