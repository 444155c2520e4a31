"""Every example runs, as a new user would run it, and shows what it is there to show."""

from __future__ import annotations

import asyncio
import csv
import importlib.util
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import polars
import pytest

from huiqi import CompaniesError, Rulebook, Verdict

from .reader import ENVIRONMENT, ROOT, run

EXAMPLES = ROOT / "examples"
PLACES = sorted(EXAMPLES.glob("0*.yaml"))
OWN = EXAMPLES / "09-own-rules"
SHOWS = {
    "07-library.py": ["qz16-hnte-award): eligible", "ProfileError: HQ601, HQ603", "86 people"],
    "08-session-events.py": ["now eligible: qz16-hnte-award", "no longer eligible"],
    "11-walk.py": ["undetermined ('innovation_score_above_70',)", "programmes are in reach"],
}


def loaded(name: str) -> ModuleType:
    """An example as a module."""
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_examples_are_numbered():
    numbers = sorted({p.name[:2] for p in EXAMPLES.iterdir() if p.name[0].isdigit()})
    assert numbers == [f"{n:02}" for n in range(1, 12)]


@pytest.mark.parametrize("script", SHOWS)
def test_scripts(script: str, tmp_path: Path):
    done = run([str(EXAMPLES / script)], tmp_path)
    assert done.returncode == 0, done.stderr
    for shown in SHOWS[script]:
        assert shown in done.stdout


@pytest.mark.parametrize("profile", PLACES, ids=lambda p: p.name)
def test_profiles_are_read_without_a_word(profile: Path, tmp_path: Path):
    done = run(["-m", "huiqi", "check", str(profile), "--format", "json"], tmp_path)
    assert done.returncode == 0
    assert done.stderr == ""
    verdicts = {one["document"] for one in json.loads(done.stdout)["programmes"]
                if one["verdict"] != "ineligible"}  # fmt: skip
    place = profile.stem[3:]
    local = {"quanzhou-2016", "jilin-2014", "jilin-2024", "shandong-2015", "xinzheng"}
    assert verdicts & local == {document for document in local if document.startswith(place)}


def test_the_list_of_companies_is_what_its_script_writes(tmp_path: Path):
    done = run([str(EXAMPLES / "make_companies.py"), str(tmp_path / "made.csv")], tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "made.csv").read_bytes() == (EXAMPLES / "companies.csv").read_bytes()


def test_the_list_of_companies_is_scored(tmp_path: Path):
    """By the shell script, with `huiqi` on the path as an installation puts it there."""
    command = tmp_path / "bin/huiqi"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -W error -m huiqi "$@"\n')
    command.chmod(0o755)
    env = {**ENVIRONMENT, "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}"}
    program = ["sh", str(EXAMPLES / "06-score.sh"), str(tmp_path)]
    done = subprocess.run(program, env=env, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("rows in 200 = scored 199 + rejected 1") == 3
    assert "some rows or cells could not be used" in done.stdout
    made = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert made == {
        "map.yaml", "scored.xlsx", "scored.rejects.csv", "scored.parquet", "details.csv",
        "national.csv", "national.rejects.csv",
    }  # fmt: skip
    with (tmp_path / "national.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 199
    assert not any(row["企业名称"].startswith("=") for row in rows)


def test_every_company_of_the_list_gets_the_verdicts_that_it_gets_alone(tmp_path: Path):
    """Read by the library row by row, and scored as a file."""
    book = Rulebook.load()
    day = date(2026, 11, 22)
    out = tmp_path / "scored.parquet"
    companies = EXAMPLES / "companies.csv"
    done = run(["-m", "huiqi", "score", str(companies), "-o", str(out), "--as-of", str(day)], ROOT)
    assert done.returncode == 0, done.stderr
    names = {Verdict.ELIGIBLE: True, Verdict.INELIGIBLE: False, Verdict.UNDETERMINED: None}
    scored = polars.read_parquet(out).iter_rows(named=True)
    rejected = 0
    with companies.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            try:
                profile = book.profile_of_row(row)
            except CompaniesError:
                rejected += 1
                continue
            verdicts = book.verdicts(profile, day)
            told = next(scored)
            assert {name: told[name] for name in verdicts} == {
                name: names[verdict] for name, verdict in verdicts.items()
            }
    assert (rejected, list(scored)) == (1, [])


def test_own_rules_are_twenty_lines_without_a_warning(tmp_path: Path):
    files = [p for p in OWN.rglob("*.yaml") if p.name != "company.yaml"]
    assert sum(len(p.read_text("utf-8").splitlines()) for p in files) == 20
    done = run(["-m", "huiqi", "rules", "check", "--rules", str(OWN)], tmp_path)
    assert (done.returncode, re.findall(r"HQ\d+", done.stdout + done.stderr)) == (0, [])
    company = str(OWN / "company.yaml")
    done = run(["-m", "huiqi", "check", company, "--rules", str(OWN)], tmp_path)
    assert "✔ R&D award of the park" in done.stdout


def test_the_service_answers():
    """Over its real interface, several requests at a time."""
    pytest.importorskip("fastapi")
    httpx = pytest.importorskip("httpx")
    service = loaded("10-fastapi-service")
    company = {"location": "福建泉州晋江", "employees": 120, "entity_kind": "企业"}
    day = {"as_of": "2026-11-22"}

    async def answers() -> list[Any]:
        transport = httpx.ASGITransport(app=service.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
            return await asyncio.gather(
                client.post("/check", params=day, json=company),
                client.post("/verdicts", params=day, json=company),
                client.post("/explain/qz16-hnte-award", params=day, json=company),
                client.post("/verdicts", json={**company, "sector": "炼金术"}),
                client.post("/check", json={"employes": 3}),
                client.post("/explain/nothing", json=company),
                client.post("/check", json="company.yaml"),
            )

    checked, verdicts, told, doubtful, misspelt, unknown, no_mapping = asyncio.run(answers())
    found = service.book.assessment(json.dumps(checked.json()["assessment"]))
    assert found == service.book.check(company, found.as_of)
    assert verdicts.json() == {"verdicts": {f.id: f.verdict.value for f in found}, "warnings": []}
    assert told.json()["explanation"] == found.explain("qz16-hnte-award")
    assert [w["code"] for w in doubtful.json()["warnings"]] == ["HQ609"]
    assert misspelt.status_code == 422
    assert misspelt.json()["findings"][0]["help"] == "did you mean `employees`?"
    assert unknown.status_code == 404
    assert no_mapping.status_code == 422
