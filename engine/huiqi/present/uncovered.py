"""What must be said to a company that sits where no local document of the rulebook applies.

All local programmes are then "not eligible", which must not pass for "nothing is granted here".
"""

from __future__ import annotations

from huiqi.explain.assessment import Assessment
from huiqi.explain.words import Words
from huiqi.load.place_text import full_name
from huiqi.load.tables import divisions
from huiqi.model.place import NATION, Location


def uncovered_note(assessment: Assessment, words: Words) -> str:
    """Where the local documents apply, and that the company's place is not among them; else ""."""
    location = assessment.profile.get("location")
    documents = (finding.document for finding in assessment)
    places = sorted({d.jurisdiction for d in documents if d.jurisdiction != NATION})
    if not isinstance(location, Location) or not places:
        return ""
    within = divisions().within
    if any(within(c, place) or within(place, c) for c in location.codes for place in places):
        return ""
    here = words.answer("location", location)
    listed = words.listed(map(full_name, places))
    return words.pick(
        f"收录的地方文件只管{listed}，不管{here}：地方项目“不符合”，不是说当地没有别的政策。",
        f"The local documents apply in {listed} and not in {here}: that their programmes do not "
        "apply does not mean that none does where the company is.",
    )
