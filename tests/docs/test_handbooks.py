"""The pages beside their subjects: every file, command, example and link on them holds."""

from __future__ import annotations

import importlib.util
import re
import textwrap
from datetime import date
from pathlib import Path

import pytest

from huiqi import Rulebook
from huiqi.author.cases import run_cases
from huiqi.base.diagnostics import as_text
from huiqi.base.kleene import Truth, all_of, any_of

from .reader import ROOT, Block, blocks, lines, run, write

PAGES = ("rules/README.md", "seeds/README.md", "engine/README.md", "tests/README.md")
EXAMPLES = [
    (page, number, block)
    for page in PAGES
    for number, block in enumerate(blocks(page))
    if block.kind == "yaml" and block.text.startswith("eligible:")
]
REGISTER = """\
id: page
title: {zh: 示例, en: Example}
issuer: {zh: 示例, en: Example}
jurisdiction: "100000"
issued: 2020-01-01
coverage: full
standing: {formal: in_force, evidence: {zh: 示例, en: Example, confidence: verified}}
clauses:
  - {locator: "一", zh: 示例, en: Example, encoded: [example]}
  - locator: "三"
    en: Example
    encoded: [example]
    zh: |
"""
HEAD = """\
id: example
name: {zh: 示例, en: Example}
clauses: ["三"]
benefit: {kind: award, amount: not_stated, zh: 示例, en: Example}
"""


@pytest.mark.parametrize("page", PAGES)
def test_the_reader_who_follows_the_page_gets_through(page: str, tmp_path: Path):
    """Files are written and commands run in the order of the page, in one folder."""
    for block in blocks(page):
        if block.place is not None:
            write(block, tmp_path)
        for line in lines(block):
            if "--prove" in line.command and importlib.util.find_spec("z3") is None:
                continue
            done = run(line.arguments, tmp_path)
            said = f"{line.command}\n{done.stdout}\n{done.stderr}"
            assert done.returncode == line.expected, said


@pytest.mark.parametrize(
    "block", [block for _, _, block in EXAMPLES], ids=[f"{p}-{n}" for p, n, _ in EXAMPLES]
)
def test_examples_of_conditions_decide_their_cases(block: Block, tmp_path: Path):
    """The example as a programme; its text is the digest, so that its figures stand there."""
    (tmp_path / "rules/page").mkdir(parents=True)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "rules/page/example.yaml").write_text(HEAD + block.text, "utf-8")
    digest = textwrap.indent(block.text.split("\ncases:")[0], "      ")
    (tmp_path / "seeds/page.yaml").write_text(REGISTER + digest + "\n", "utf-8")
    book = Rulebook.load(tmp_path, with_cases=True)
    example = book.programme("example")
    results = list(run_cases(book.engine, date.today(), [example]))
    assert len(results) == block.text.count("expect:") > 0
    assert [as_text(f) for result in results for f in result.findings] == []


def test_every_kind_of_criterion_has_its_example():
    from huiqi.author.schema.criterion import COMBINATIONS, TESTS

    shown = "\n".join(block.text for page, _, block in EXAMPLES if page == "rules/README.md")
    for key in (*COMBINATIONS, *TESTS):
        assert re.search(rf"\b{key}:", shown), key


@pytest.mark.parametrize("page", PAGES)
def test_other_yaml_names_its_file_or_is_a_modeline(page: str):
    for block in blocks(page):
        if block.kind == "yaml":
            known = block.place or block.text.startswith(("eligible:", "# yaml-language-server:"))
            assert known, block.text


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str):
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / page).read_text("utf-8")):
        assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_python_runs(page: str, tmp_path: Path):
    for block in blocks(page):
        if block.kind == "python":
            done = run(["-c", block.text], tmp_path)
            assert done.returncode == 0, done.stderr


def test_the_register_page_lists_every_document_with_its_coverage():
    text = (ROOT / "seeds/README.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([\w-]+)` \|.*\| (full|partial) \|$", text, re.MULTILINE))
    assert listed == {d.id: d.coverage for d in Rulebook.load().documents.values()}


def test_the_engine_page_lists_the_layers_in_their_order():
    text = (ROOT / "engine/README.md").read_text("utf-8")
    table = text.split("## Layers")[1].split("\n## ")[0]
    contract = (ROOT / "pyproject.toml").read_text("utf-8").split('type = "layers"')[1]
    layers = re.findall(r'^  "(\w+)",$', contract.split("]\n\n")[0], re.MULTILINE)
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == layers


def test_the_engine_page_shows_the_tables_of_kleene():
    text = (ROOT / "engine/README.md").read_text("utf-8")
    rows = [
        [cell.strip(" *") for cell in row.split("|")[1:-1]]
        for row in re.findall(r"^\| \*\*.*\|$", text, re.MULTILINE)
    ]
    truth = {"T": Truth.TRUE, "?": Truth.UNKNOWN, "F": Truth.FALSE}
    order = list("T?F")
    assert [row[0] for row in rows] == order
    for a, row in zip(order, rows, strict=True):
        both, either, negation = row[1:4], row[6:9], row[11]
        assert [truth[c] for c in both] == [all_of([truth[a], truth[b]]) for b in order]
        assert [truth[c] for c in either] == [any_of([truth[a], truth[b]]) for b in order]
        assert truth[negation] is ~truth[a]


def test_the_page_of_the_tests_lists_their_folders():
    text = (ROOT / "tests/README.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(\w+)/` \|", text, re.MULTILINE))
    folders = {p.name for p in (ROOT / "tests").iterdir() if any(p.rglob("test_*.py"))}
    assert listed == folders
