"""A session takes answers one at a time and tells at once which verdicts they settle.

Run: python examples/08-session-events.py
"""

from __future__ import annotations

from datetime import date

from huiqi import Rulebook, Settled, Truth, Verdict

book = Rulebook.load()
session = book.session(as_of=date(2026, 11, 22))


def announce(event: Settled) -> None:
    """Called within `tell` for every verdict that changes; only good news is worth a line here."""
    if event.after is Truth.TRUE:
        print(f"    now eligible: {event.programme}")
    elif event.before is Truth.TRUE:
        print(f"    no longer eligible: {event.programme}")


stop = session.subscribe(announce)

answers = book.profile(
    {
        "location": "福建泉州晋江",
        "entity_kind": "企业",
        "certifications": [{"name": "高新技术企业", "issued": "2026-03-18"}],
        "standards_participation": True,
        "employees": 120,
        "revenue": "4200万元",
        "sector": "C19",
    }
)
for fact, answer in answers.items():
    changed = session.tell({fact: answer})
    print(f"{fact}: {len(changed)} verdicts changed")

print("\nThe certificate turns out to be a mistake:")
changed = session.tell({"certifications": None})
print(f"certifications taken back: {len(changed)} verdicts changed")
stop()

still = [name for name, verdict in session.verdicts.items() if verdict is Verdict.UNDETERMINED]
print(f"\nstill undetermined: {len(still)}")
