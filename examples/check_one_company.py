"""Check one company from Python: what applies, what is open, and which answer would help most.

Run: python examples/check_one_company.py
"""

from __future__ import annotations

from datetime import date

from huiqi import Rulebook, Verdict

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

found = book.check(company, as_of=date(2026, 11, 22))
print(f"{len(found)} programmes on {found.as_of}")
for verdict in Verdict:
    print(f"  {verdict.value}: {len(found.with_verdict(verdict))}")

print("\nEligible:")
for finding in found.eligible:
    print(
        f"  {finding.id} ({finding.standing.value}), clauses {', '.join(finding.programme.clauses)}"
    )

print("\nAnswers that would settle most:")
for fact, programmes in list(found.missing.items())[:3]:
    print(f"  {fact}: {len(programmes)} open programmes")

# A session takes answers one at a time and says what each of them changed.
session = book.session(as_of=date(2026, 11, 22))
for fact, answer in book.profile(company).items():
    changes = session.tell({fact: answer})
    print(f"\n{fact}: {len(changes)} programmes changed")
