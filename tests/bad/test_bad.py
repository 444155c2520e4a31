"""Bad files and the whole text said about them, in both languages.

`<pass>/HQnnn_<what>.yaml` is laid over the small rulebook in `base/` at the place its first line
names (`# as: rules/demo/settling.yaml`); `HQnnn_<what>.expected` is what huiqi must then say,
English first. After a change of wording, write all expectations anew and read the difference:

    PYTHONPATH=engine python tests/bad/test_bad.py
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

import huiqi
from huiqi.api import Rulebook
from huiqi.author.cases import run_cases
from huiqi.base.company_file_messages import COMPANY_FILES
from huiqi.base.diagnostics import Diagnostic, HuiqiError, as_text
from huiqi.base.messages import MESSAGES

HERE = Path(__file__).resolve().parent
BASE = HERE / "base"
CASES = sorted(HERE.glob("*/HQ*.yaml"))
PROFILE = "profile.yaml"

ELSEWHERE = {
    "HQ101": "is about what is no readable file: test_hostile_files.py",
    "HQ103": "takes a file of megabytes: test_hostile_files.py",
    "HQ113": "is about a folder that is not there: test_hostile_files.py",
    "HQ114": "takes a hundred findings: test_hostile_files.py",
    "HQ115": "is about a folder without rule files: tests/unit/load/test_rulebook.py",
    "HQ402": "takes a hundred facts: tests/unit/check/test_cycles.py",
    "HQ618": "is about an answer made by a program: tests/unit/load/test_own_answers.py",
    "HQ801": "is a question, not a file: test_questions",
    "HQ802": "is a question, not a file: test_questions",
    "HQ803": "is an argument of the command line: tests/cli",
    "HQ804": "is about a package that is not installed: tests/cli",
    "HQ805": "is about a day without programmes: tests/unit/evaluate/batch/test_frames.py",
    "HQ830": "is about files that an author has already: tests/cli",
    "HQ832": "is an argument of the command line: tests/cli",
    "HQ833": "is about a folder without profiles: tests/cli",
    "HQ834": "is about a graph: tests/cli",
    "HQ840": "is about an assessment stored by a program: tests/unit/explain/test_stored.py",
    "HQ841": "is about an assessment stored by a program: tests/unit/explain/test_stored.py",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.stem}")
def test_the_whole_message(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    findings = findings_of(case, tmp_path)
    assert case.name[:5] in {finding.code for finding in findings}
    assert said(findings) == case.with_suffix(".expected").read_text(encoding="utf-8")


def test_the_base_is_without_fault() -> None:
    book = Rulebook.load(BASE, with_bundled=False, with_cases=True)
    assert book.warnings == ()
    assert all(result.passed for result in run_cases(book.engine, date(2023, 1, 1)))


def test_every_message_is_pinned_down() -> None:
    covered = {case.name[:5] for case in CASES}
    # What is said about company files stands beside them: tests/data/companies.
    assert set(MESSAGES) - covered == set(ELSEWHERE) | set(COMPANY_FILES)


def test_every_message_is_used() -> None:
    package = Path(huiqi.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in package.rglob("*.py")
        if not path.name.endswith("messages.py")
    )
    assert set(MESSAGES) == set(re.findall(r"\bHQ\d{3}\b", code))


def test_every_expectation_has_its_case() -> None:
    assert sorted(HERE.glob("*/*.expected")) == [case.with_suffix(".expected") for case in CASES]


QUESTIONS = [
    (
        lambda book: book.programme("setling"),
        "error[HQ801]: there is no programme `setling`\n  help: did you mean `settling`?",
        "错误[HQ801]: 没有叫 `setling` 的项目\n  建议: 是不是 `settling`？",
    ),
    (
        lambda book: book.programme("贷款贴息"),
        "error[HQ801]: there is no programme `贷款贴息`",
        "错误[HQ801]: 没有叫 `贷款贴息` 的项目",
    ),
    (
        lambda book: book.document("demo_next"),
        "error[HQ802]: there is no document `demo_next`\n  help: did you mean `demo-next`?",
        "错误[HQ802]: 没有叫 `demo_next` 的文件\n  建议: 是不是 `demo-next`？",
    ),
]


@pytest.mark.parametrize(("ask", "en", "zh"), QUESTIONS)
def test_questions(ask, en: str, zh: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(HuiqiError) as caught:
        ask(Rulebook.load(BASE, with_bundled=False))
    (finding,) = caught.value.findings
    assert (as_text(finding, "en"), as_text(finding, "zh")) == (en, zh)


def findings_of(case: Path, folder: Path) -> Sequence[Diagnostic]:
    """What is found when the case lies in a copy of the base, made in `folder`."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    first_line = case.read_bytes().split(b"\n", 1)[0].decode("ascii")
    place = first_line.removeprefix("# as: ")
    (folder / place).parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(case, folder / place)
    try:
        book = Rulebook.load(folder, with_bundled=False, with_cases=True)
        if case.parent.name == "profile":
            return book.read_profile(folder / PROFILE).warnings
        if case.parent.name == "cases":
            results = run_cases(book.engine, date(2023, 1, 1))
            return [finding for result in results for finding in result.findings]
        if case.parent.name == "branches":
            return list(_branches(book))
        return book.warnings
    except HuiqiError as error:
        return error.findings


def _branches(book: Rulebook) -> Iterable[Diagnostic]:
    satisfiability = pytest.importorskip("huiqi.author.satisfiability", exc_type=ImportError)
    found: Iterable[Diagnostic] = satisfiability.check_branches(book.book)
    return found


def said(findings: Iterable[Diagnostic]) -> str:
    """The findings as text: all in English, then all in Chinese."""
    return "".join(as_text(f, lang) + "\n\n" for lang in ("en", "zh") for f in findings)


def _write_expectations() -> None:
    for case in CASES:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            text = said(findings_of(case, Path(folder)))
            os.chdir(HERE)
        case.with_suffix(".expected").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write_expectations()
