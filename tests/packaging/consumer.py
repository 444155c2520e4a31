"""A program that uses huiqi as its pages say; read by `mypy --strict` and run."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from huiqi import (
    Advice,
    Assessment,
    AssessmentError,
    Diagnostic,
    Finding,
    HuiqiError,
    Profile,
    ProfileReading,
    Rulebook,
    Session,
    Settled,
    Standing,
    Truth,
    Verdict,
)

DAY = date(2026, 11, 22)


def companies(book: Rulebook, path: Path) -> Iterator[Profile]:
    """The rows of a table that this program reads itself."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            reading: ProfileReading = book.read_row(row)
            warnings: tuple[Diagnostic, ...] = reading.warnings
            print(reading.profile.name, [warning.code for warning in warnings])
            yield reading.profile


def settle(book: Rulebook, profile: Profile) -> Mapping[str, Truth]:
    """Answer by answer."""
    session: Session = book.session(DAY)
    events: list[Settled] = []
    stop = session.subscribe(events.append)
    for fact, answer in profile.items():
        session.tell({fact: answer})
    stop()
    verdicts: list[Verdict] = [event.verdict for event in events]
    print(len(verdicts), "changes")
    return session.truths


def main() -> None:
    book = Rulebook.load()
    path = Path("list.csv")
    path.write_text("企业名称,注册地,从业人员\n甲公司,泉州晋江,120人\n", "utf-8")
    for profile in companies(book, path):
        found: Assessment = book.check(profile, DAY)
        finding: Finding = found["cn-hnte"]
        standing: Standing = finding.standing
        missing: tuple[str, ...] = finding.missing
        advice: Advice = found.filter(document="hnte-2016").advice()
        quick: dict[str, Verdict] = book.verdicts(profile, DAY)
        assert quick["cn-hnte"] is finding.verdict
        assert settle(book, profile)["cn-hnte"] is finding.proof.truth
        assert book.assessment(found.to_json()) == found
        print(standing.value, missing, len(advice), found.explain("cn-hnte", "zh"))
    try:
        book.assessment("{}")
    except AssessmentError as error:
        base: HuiqiError = error
        print(base.findings[0].message("en"))


if __name__ == "__main__":
    main()
