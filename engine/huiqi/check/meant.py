"""What a name that is not declared may have meant: an id spelt alike, or the id behind a label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from huiqi.base.diagnostics import nearest
from huiqi.load.answers import tier_named
from huiqi.load.place_text import resolve_place
from huiqi.load.sector_text import resolve_sector
from huiqi.load.tables import divisions, industries
from huiqi.model.node import Text
from huiqi.model.vocabulary import Tier, Vocabulary


def labels(vocabulary: Vocabulary) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each kind of word its ids, each with the names under which people know it."""
    voc = vocabulary
    return {
        "fact": {f.id: (*_both(f.label), *f.headers) for f in voc.facts.values()},
        "certification": {
            c.id: (*_both(c.label), *c.synonyms) for c in voc.certifications.values()
        },
        "zone": {z.id: (*_both(z.label), *z.synonyms) for z in voc.zones.values()},
        "region": {r.id: _both(r.label) for r in voc.regions.values()},
        "sector": {s.id: _both(s.label) for s in voc.sectors.values()},
    }


def value_labels(values: Mapping[str, Text]) -> Mapping[str, tuple[str, ...]]:
    """The values of an enum or set with their names."""
    return {name: _both(text) for name, text in values.items()}


def meant(text: str, known: Mapping[str, Iterable[str]]) -> str | None:
    """The id whose label this is, or the id or else the label that is spelt alike."""
    return _labelled(text, known) or nearest(text, known) or _nearly_labelled(text, known)


def meant_place(text: str, regions: Mapping[str, Iterable[str]]) -> str | None:
    """A region, or the code of the division of that name as it is written in rules."""
    return _labelled(text, regions) or nearest(text, regions) or division_named(text)


def division_named(text: str) -> str | None:
    """The quoted code of the one division that a name means."""
    codes = resolve_place(text).codes
    return f'"{codes[0]}"' if len(codes) == 1 and codes[0] in divisions() else None


def meant_sector(text: str, groups: Mapping[str, Iterable[str]]) -> str | None:
    """A group of sectors, or the code of the one sector of that name."""
    if found := _labelled(text, groups) or nearest(text, groups):
        return found
    codes = resolve_sector(text).codes
    return codes[0] if len(codes) == 1 and codes[0] in industries() else None


def meant_tier(text: str, tiers: Iterable[str], declared: Mapping[str, Tier]) -> str | None:
    """One of the tiers: 省级 is the provincial one."""
    known = list(tiers)
    return tier_named(text, (declared[t] for t in known if t in declared)) or nearest(text, known)


def _labelled(text: str, known: Mapping[str, Iterable[str]]) -> str | None:
    return next((name for name, called in known.items() if text in called), None)


def _nearly_labelled(text: str, known: Mapping[str, Iterable[str]]) -> str | None:
    names = {label: name for name, called in known.items() for label in called}
    return names.get(nearest(text, names) or "")


def _both(text: Text) -> tuple[str, str]:
    return text.zh, text.en
