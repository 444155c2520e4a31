"""The report: one content, set as HTML and as Markdown, into which nothing foreign breaks."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from huiqi import Profile, Rulebook, Verdict
from huiqi.base.kleene import Truth
from huiqi.present.report.build import build_report
from huiqi.present.report.content import Line, Report
from huiqi.present.report.html import to_html
from huiqi.present.report.markdown import escape, to_markdown
from huiqi.present.report.markup import Markup, tag
from huiqi.present.save import CannotSave, save_text

DAY = date(2026, 11, 22)
EXAMPLE = Path(__file__).parents[3] / "examples" / "01-quanzhou.yaml"
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Reads a page: whether its elements nest, its links, ids, attributes and texts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(name)
        self.attributes += attrs
        if name not in VOID:
            self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def shown(markdown: str) -> str:
    """What a reader of the Markdown sees; fails where it holds raw HTML or a link."""
    seen = []
    for block in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        assert block.type not in {"html_block", "fence", "code_block", "table_open", "hr"}
        for token in block.children or ():
            assert token.type not in {"html_inline", "link_open", "image", "s_open", "em_open"}
            seen.append(token.content)
        seen.append("\n")
    return "".join(seen)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


@pytest.fixture(scope="module", params=["zh", "en"])
def report(book: Rulebook, request: pytest.FixtureRequest) -> Report:
    return build_report(book.check(EXAMPLE, DAY), book.vocabulary, request.param)


def entries(report: Report):
    return {e.id: e for section in report.sections for e in section.entries}


def test_every_programme_is_there_under_its_verdict(book, report):
    found = book.check(EXAMPLE, DAY)
    assert {e.id: e.verdict for e in entries(report).values()} == {f.id: f.verdict for f in found}
    assert sum(len(s.entries) for s in report.sections) == len(found)


def test_a_programme_carries_what_an_adviser_would_show(report):
    found = entries(report)
    reward = found["qz16-standards-reward"]
    assert [clause.locator for clause in reward.clauses] == ["22#7"]
    assert all((reward.name, reward.flag, reward.advice, reward.gives, reward.reasons))
    assert "2020" in reward.advice
    hnte = found["cn-hnte"]
    assert [q.fact for q in hnte.missing] == ["innovation_score_above_70"]
    assert hnte.missing[0].question
    assert hnte.advice == hnte.flag == ""
    assert hnte.proof.parts
    elsewhere = found["qz16-bonds"]
    assert elsewhere.elsewhere
    assert not set(elsewhere.elsewhere) & set(elsewhere.reasons)


def test_remarks_say_why_and_how_sure(report):
    remark = entries(report)["xz-park-longhu"].reasons[0].remark
    expected = {"zh": ("解释", "二手资料", "新郑"), "en": ("interpretive", "secondary", "Xinzheng")}
    assert all(word in remark for word in expected[report.lang])


def test_ruled_out_programmes_stand_together_by_reason_those_by_place_at_the_end(report):
    section = next(s for s in report.sections if s.verdict is Verdict.INELIGIBLE)
    assert all(
        replace(line, clauses=()) in group.reasons
        for group in section.groups
        for entry in group.entries
        for line in entry.reasons
    )
    first, last = section.groups[0], section.groups[-1]
    place = {"zh": "注册地在", "en": "Registered in"}[report.lang]
    assert not first.title.startswith(place)
    assert last.title.startswith(place)


def test_the_states_of_an_answer_are_kept_apart(book):
    profile = {
        "employees": "12人",
        "revenue": "unknown",
        "rd_body_setup": "not_applicable",
        "total_assets": "100万元",
        "total_liabilities": "40万元",
    }
    report = build_report(book.check(profile, DAY), book.vocabulary, "zh")
    found = {
        state: [getattr(a, "label", a) for answers in report.answers for a in values(answers)]
        for state, values in {
            "given": lambda a: a.given,
            "derived": lambda a: a.derived,
            "unknown": lambda a: a.unknown,
            "inapplicable": lambda a: a.inapplicable,
            "not_asked": lambda a: a.not_asked,
        }.items()
    }
    label = {fact: book.vocabulary.facts[fact].label.zh for fact in book.vocabulary.facts}
    assert label["employees"] in found["given"]
    assert "资产负债率" in found["derived"]
    assert found["unknown"] == [label["revenue"]]
    assert found["inapplicable"] == [label["rd_body_setup"]]
    assert label["sector"] in found["not_asked"]
    everything = [name for names in found.values() for name in names]
    assert len(everything) == len(set(everything))


def test_an_attested_judgement_is_named_as_such(book):
    answers = {**book.profile(EXAMPLE).answers, "innovation_score_above_70": True}
    report = build_report(book.check(Profile(answers=answers), DAY), book.vocabulary, "en")
    assert "experts or the authority decide" in entries(report)["cn-hnte"].attested


def test_both_forms_say_the_same(report):
    page, text = Page(to_html(report)).text, shown(to_markdown(report))
    for entry in entries(report).values():
        said = [entry.name, entry.id, entry.source.number, entry.gives, entry.amount, entry.advice]
        said += [entry.flag, entry.note, entry.attested, entry.further]
        said += [line.text for line in (*entry.reasons, *entry.elsewhere)]
        said += [line.remark for line in (*entry.reasons, *entry.elsewhere)]
        said += [clause.digest for clause in entry.clauses]
        said += [question.question for question in entry.missing]
        for piece in said:
            assert piece.strip() in page
            assert piece.strip() in text
    for piece in (*report.summary, *report.legal, *(s.evidence for s in report.sources)):
        assert piece in page
        assert piece in text


def test_the_page_is_whole_and_stands_alone(report):
    text = to_html(report)
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert page.values("lang") == [{"zh": "zh-CN", "en": "en"}[report.lang]]
    assert {"script", "link", "img", "iframe", "object"} & set(page.elements) == set()
    assert page.values("src") == []
    assert "url(" not in text
    assert "@import" not in text
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = page.values("href")
    assert all(link.startswith("#") for link in links)
    assert {link[1:] for link in links} <= set(ids)
    assert page.elements.count("details") >= len(entries(report))


HOSTILE = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>' onmouseover='",
    "&lt;b&gt; &amp; &#60;script&#62;",
    "a\u202egnp.exe\u2066\x1b[2J\x00\x07",
    "</title></style></p></bdi>",
    "`code` **bold** _em_ ~~gone~~ | cell |",
    "[link](javascript:alert(1)) ![image](http://x/y) <http://x>",
    "\n\n# heading\n\n- item\n\n<b>x</b>",
    "1. first",
    "- item",
    "# name #",
    "שלום عالم",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_company_name_shows_as_it_is_and_means_nothing(book, name):
    clean = re.sub(r"[\x00-\x1f\u202e\u2066]", "\N{REPLACEMENT CHARACTER}", name)
    found = book.check(Profile(name=name, answers={}), DAY)
    report = build_report(found, book.vocabulary, "en")
    plain = Page(to_html(replace(report, company="x")))
    page = Page(to_html(report))
    assert page.elements == plain.elements
    assert len(page.attributes) == len(plain.attributes)
    assert clean in page.text
    markdown = to_markdown(replace(report, sections=(), sources=()))
    assert clean in shown(markdown)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e\u2066]", to_html(report) + markdown)


@pytest.mark.parametrize("text", HOSTILE)
def test_answers_conditions_and_ids_are_escaped_too(report, text):
    """Whatever the rules or a profile say, in whichever place of the report."""
    entry = next(iter(entries(report).values()))
    line = Line(Truth.TRUE, text, answer=text, clauses=(text,), remark=text)
    bad = replace(entry, name=text, note=text, gives=text, reasons=(line,), proof=line)
    section = replace(report.sections[0], groups=(replace(report.sections[0].groups[0],
        entries=(bad,)),))  # fmt: skip
    spoilt = replace(report, sections=(section,), first=(bad,))
    good = replace(entry, name="x", note="x", gives="x", reasons=(Line(Truth.TRUE, "x", "x",
        ("x",), "x"),), proof=Line(Truth.TRUE, "x", "x", ("x",), "x"))  # fmt: skip
    group = replace(section.groups[0], entries=(good,))
    sound = replace(report, sections=(replace(section, groups=(group,)),), first=(good,))
    assert Page(to_html(spoilt)).elements == Page(to_html(sound)).elements
    clean = re.sub(r"[\x00-\x1f\u202e\u2066]", "\N{REPLACEMENT CHARACTER}", text).strip()
    assert clean in shown(to_markdown(spoilt))


def test_markup_is_escaped_once():
    assert tag("p", "a < b & c", Markup("<br>")) == "<p>a &lt; b &amp; c<br></p>"
    assert tag("a", "x", href='"><b>') == '<a href="&quot;&gt;&lt;b&gt;">x</a>'


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D ≥ 5%", "R&D ≥ 5%"),
        ("21#6", "21#6"),
        ("&amp;", "&amp;amp;"),
        ("www.example.com", "www\\.example.com"),
        ("http://example.com", "http\\://example.com"),
        ("2016-12-01", "2016-12-01"),
        ("2016. x", "2016\\. x"),
    ],
)
def test_markdown_is_escaped_only_where_it_must_be(text, written):
    assert escape(text) == written


def test_a_report_on_nothing_is_still_a_report(book):
    found = replace(book.check({}, DAY), findings=())
    report = build_report(found, book.vocabulary, "zh")
    assert "（未具名企业）" in Page(to_html(report)).text
    assert "（未具名企业）" in shown(to_markdown(report))


def test_the_same_assessment_gives_the_same_bytes(book):
    one, two = (build_report(book.check(EXAMPLE, DAY), book.vocabulary, "zh") for _ in range(2))
    assert to_html(one) == to_html(two)
    assert to_markdown(one) == to_markdown(two)


# saving


def test_saving_replaces_the_whole_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "报告.html"
    save_text(path, "one, longer than the next")
    save_text(path, "二")
    assert path.read_text("utf-8") == "二"
    assert [p.name for p in tmp_path.iterdir()] == ["报告.html"]


def test_permissions_of_the_replaced_file_are_kept(tmp_path):
    path = tmp_path / "a.md"
    save_text(path, "x")
    path.chmod(0o640)
    save_text(path, "y")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real.md").write_text("old", "utf-8")
    (tmp_path / "link.md").symlink_to("real.md")
    save_text(tmp_path / "link.md", "new")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text("utf-8") == "new"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(CannotSave, match=r"there is no folder .*nowhere; make it first") as caught:
        save_text(tmp_path / "nowhere" / "a.md", "x")
    assert "没有文件夹" in caught.value.message("zh")


def test_a_folder_is_not_replaced(tmp_path):
    (tmp_path / "a.md").mkdir()
    with pytest.raises(CannotSave, match="a folder or device"):
        save_text(tmp_path / "a.md", "x")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(CannotSave, match="no permission"):
        save_text(tmp_path / "a.md", "x")


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "no permission"), (errno.EIO, "error")],
)
def test_a_failure_leaves_the_old_file_and_no_other(tmp_path, monkeypatch, number, said):
    path = tmp_path / "a.md"
    save_text(path, "old")

    def fail(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CannotSave, match=said):
        save_text(path, "new")
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.md"]


def test_a_rulebook_may_do_without_places(tmp_path: Path) -> None:
    for name, content in {
        "rules/vocabulary/facts/own.yaml": "exporter: {type: bool, label: {zh: 出口, en: exports}}",
        "rules/own/one.yaml": (
            "id: one\nname: {zh: 项, en: one}\nclauses: ['1']\neligible: {exporter: true}\n"
            "benefit: {kind: award, amount: not_stated, zh: 奖, en: award}\n"
        ),
        "seeds/own.yaml": (
            "id: own\ntitle: {zh: 文, en: own}\nissuer: {zh: 府, en: we}\njurisdiction: '350500'\n"
            "issued: 2020-01-01\ncoverage: full\n"
            "standing: {formal: in_force, evidence: {zh: 据, en: we, confidence: verified}}\n"
            "clauses: [{locator: '1', zh: 出口, en: exports, encoded: [one]}]\n"
        ),
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    book = Rulebook.load(tmp_path, with_bundled=False)
    report = build_report(book.check({"exporter": True}, DAY), book.vocabulary, "en")
    assert [pair.label for pair in report.about] == ["As of", "Rulebook"]
