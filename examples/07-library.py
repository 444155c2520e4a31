"""The library on one company: what applies, why, what is missing, what would change it.

Run: python examples/07-library.py
"""

from __future__ import annotations

from datetime import date

from huiqi import HuiqiError, Rulebook, Standing, Verdict

TODAY = date(2026, 11, 22)

# About a second; once for the whole program, and safe to share between threads.
book = Rulebook.load()

company = {
    "name": "晋江某鞋材公司",
    "location": "福建泉州晋江",
    "entity_kind": "企业",
    "sector": "C19",
    "employees": 120,
    "revenue": "4200万元",
    "certifications": [{"name": "高新技术企业", "issued": "2026-03-18"}],
}

found = book.check(company, as_of=TODAY)
print(f"{len(found)} programmes on {found.as_of}")
for verdict in Verdict:
    print(f"  {verdict.value}: {len(found.with_verdict(verdict))}")

print("\nWhy does the award apply?")
print(found.explain("qz16-hnte-award"))

open_now = found.filter(verdict="undetermined", standing=Standing.IN_FORCE)
print(f"\nIn force and still open: {', '.join(finding.id for finding in open_now)}")

print("\nAnswers that most open programmes wait for:")
for fact, programmes in list(found.missing.items())[:3]:
    print(f"  {book.vocabulary.facts[fact].label.en}: {len(programmes)}")

# Store the result, and read it back: equal, or an error if the rules have changed since.
assert book.assessment(found.to_json()) == found

# One row of a table that you read yourself; for whole files there is `huiqi score`.
row = {
    "企业名称": "南安某机械公司",
    "注册地": "泉州南安",
    "从业人员": "８６人",
    "营业收入（万元）": "3,150",
}
profile = book.profile_of_row(row)
print(f"\n{profile.name}: {profile['employees']} people, {profile['revenue']} 分")

# Verdicts alone take about a tenth of a millisecond.
verdicts = book.verdicts(profile, TODAY)
print(f"{sum(v is not Verdict.INELIGIBLE for v in verdicts.values())} programmes are not ruled out")

# Errors are typed and carry the findings that the command line shows.
try:
    book.profile({"employes": 12, "revenue": "-1元"})
except HuiqiError as error:
    print(f"\n{type(error).__name__}: {', '.join(finding.code for finding in error.findings)}")
    print(f"  {error.findings[0].message('en')}; {error.findings[0].help('en')}")
