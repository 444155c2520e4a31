"""`huiqi check --report`: a report besides the usual output."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

EXAMPLE = "examples/01-quanzhou.yaml"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.parametrize(("name", "begins"), [("r.html", "<!DOCTYPE"), ("r.MD", "# 政策适用报告")])
def test_the_report_is_written_besides_the_output(huiqi, tmp_path: Path, name, begins):
    path = tmp_path / name
    plain = huiqi("check", EXAMPLE, "--as-of", "2026-11-22", lang="zh")
    done = huiqi("check", EXAMPLE, "--as-of", "2026-11-22", "--report", path, lang="zh")
    assert done.returncode == 0
    assert done.stdout == plain.stdout
    assert done.stderr == f"报告：{path}\n"
    text = path.read_text("utf-8")
    assert text.startswith(begins)
    assert "闽南数控装备有限公司" in text
    assert "2026-11-22" in text
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_json_stays_alone_on_standard_output(huiqi, tmp_path: Path):
    path = tmp_path / "r.html"
    done = huiqi("check", EXAMPLE, "--format", "json", "--report", path, "--lang", "en")
    assert json.loads(done.stdout)["programmes"]
    assert done.stderr == f"report: {path}\n"
    assert '<html lang="en">' in path.read_text("utf-8")


@pytest.mark.parametrize("name", ["r.pdf", "r", "html", ".html"])
def test_an_unknown_ending_is_a_usage_error_that_names_the_mend(huiqi, tmp_path: Path, name):
    done = huiqi("check", EXAMPLE, "--report", tmp_path / name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "--report" in done.stderr
    assert "end it in .html or .md" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(huiqi, tmp_path: Path):
    done = huiqi("check", EXAMPLE, "--report", tmp_path / "nowhere" / "r.html")
    assert done.returncode == 2
    assert "there is no folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_hostile_profile_stays_text(huiqi, tmp_path: Path):
    profile = tmp_path / "bad.yaml"
    profile.write_text('name: "<script>alert(1)</script> \\u202E\\e[2J"\n', encoding="utf-8")
    for ending in ("html", "md"):
        path = tmp_path / f"r.{ending}"
        assert huiqi("check", profile, "--report", path).returncode == 0
        text = path.read_text("utf-8")
        assert "<script" not in text
        assert "&lt;script&gt;" in text
        assert not {"\u202e", "\x1b"} & set(text)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to print with")
def test_a_browser_prints_the_page(huiqi, tmp_path: Path):
    page, paper = tmp_path / "r.html", tmp_path / "r.pdf"
    assert huiqi("check", EXAMPLE, "--report", page).returncode == 0
    flags = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'u'}"]
    command = [CHROMIUM, *flags, f"--print-to-pdf={paper}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert paper.read_bytes().startswith(b"%PDF")
