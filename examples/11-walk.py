"""A walk through the library in cells, for editors that run them (VS Code, PyCharm, Spyder).

Run: python examples/11-walk.py
"""

# %% [markdown]
# # One company through the rulebook
# A cell starts at each `# %%`. Run them one after the other.

# %%
from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

from huiqi import Rulebook, Verdict

book = Rulebook.load()
f"{len(book.programmes)} programme versions from {len(book.documents)} documents"

# %% [markdown]
# A profile is a mapping from facts to answers. What is left out has not been asked: it is unknown,
# never zero and never "no".

# %%
here = Path(__file__).parent
reading = book.read_profile(here / "01-quanzhou.yaml")
profile = reading.profile
for warning in reading.warnings:
    print(warning.message("en"))
print(profile.name, "answers", len(profile), "facts")

# %% [markdown]
# Every programme gets a verdict, and apart from it a standing on the day.

# %%
found = book.check(profile, date(2026, 11, 22))
for verdict in Verdict:
    print(verdict.label("en"), len(found.filter(verdict=verdict)))

# %%
for finding in found.eligible:
    print(found.explain(finding.id))

# %% [markdown]
# An undetermined verdict names the facts that could still decide it, and nothing else.

# %%
hnte = found["cn-hnte"]
print(hnte.verdict.value, hnte.missing)

# %% [markdown]
# Each finding carries its proof: the whole tree of conditions, with the truth of each.

# %%
print(Counter(leaf.truth.name for leaf in hnte.proof.leaves()))
print(found.explain("cn-hnte"))

# %% [markdown]
# What could the company change so that programmes apply that it is ruled out of now?

# %%
advice = found.advice()
print(len(advice), "programmes are in reach,", len(advice.beyond), "are not")
for effect in advice.changes[:3]:
    print(effect.unlocks)

# %% [markdown]
# The same company on another day: documents come into force, certificates run out.

# %%
for day in (date(2016, 1, 1), date(2024, 6, 1), date(2026, 11, 22)):
    on_the_day = book.verdicts(profile, day)
    eligible = [name for name, verdict in on_the_day.items() if verdict is Verdict.ELIGIBLE]
    print(day, eligible)
