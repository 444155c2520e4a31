"""Generated companies of which everything is known, for benchmarks.

Seeded, so that a number and a seed give the same companies everywhere. The answers hang together
as in life: the place favours industries, the industry and a lognormal size give staff, revenue and
assets, and a bent for innovation raises R&D, certificates, activities and platforms together.
Facts that are not named here are drawn by their type, so that a new fact needs no change.

    for company in companies(rulebook.vocabulary, 300, seed=1):
        rulebook.verdicts(rulebook.profile(company))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from huiqi.load.tables import divisions, industries
from huiqi.model.vocabulary import Fact, FactType, Vocabulary

Company = dict[str, Any]
"""Plain answers by fact id, as `Rulebook.profile` takes them."""

DAY = date(2024, 7, 1)
"""The day for which ages and the dates of certificates are drawn."""


@dataclass(frozen=True)
class Area:
    """Where companies come from, how many of a hundred, and the industries at home there."""

    name: str
    share: int
    within: tuple[str, ...]
    industries: dict[str, int]


EVERYWHERE = {
    "C13": 2, "C17": 1, "C26": 3, "C27": 2, "C29": 3, "C30": 2, "C33": 4, "C34": 5, "C35": 5,
    "C36": 3, "C38": 4, "C39": 5, "E48": 3, "F51": 8, "F52": 6, "G54": 3, "I64": 2, "I65": 10,
    "L72": 5, "M73": 4, "M74": 4, "M75": 5, "A01": 2, "H62": 2, "N77": 2, "Q84": 1, "R90": 1,
}  # fmt: skip
AREAS = (
    Area(
        "quanzhou", 25, ("350500",),
        {"C17": 8, "C18": 12, "C19": 14, "C30": 10, "C35": 6, "C34": 5, "C14": 5, "C29": 4,
         "C39": 5, "C38": 3, "C24": 4, "C22": 3, "I65": 6, "F51": 6, "M73": 3, "C25": 1, "A01": 1},
    ),
    Area(
        "jilin", 15, ("220000",),
        {"C36": 12, "C27": 10, "C13": 10, "C26": 6, "C35": 4, "C37": 3, "A01": 6, "A03": 4,
         "I65": 6, "M73": 5, "C39": 3, "C15": 3, "F51": 5, "M75": 3},
    ),
    Area(
        "shandong", 25, ("370000",),
        {"C26": 12, "C34": 8, "C35": 8, "C38": 5, "C27": 6, "C17": 5, "C13": 5, "C32": 4,
         "C25": 2, "C39": 5, "C30": 3, "I65": 6, "M73": 4, "F51": 6, "A01": 3, "A04": 2, "C29": 3},
    ),
    Area(
        "xinzheng", 15, ("410184",),
        {"C13": 10, "C14": 8, "C27": 10, "C39": 6, "C34": 4, "C30": 4, "A01": 6, "I65": 6,
         "F51": 8, "B06": 2, "M73": 3, "C15": 3},
    ),
    Area(
        "elsewhere", 20,
        ("110000", "310000", "320000", "330000", "340000", "350100", "350200", "410100", "420000",
         "430000", "440000", "500000", "510000", "610000"),
        EVERYWHERE,
    ),
)  # fmt: skip

FIELDS: dict[str, tuple[str, ...]] = {
    "C39": ("electronic_information", "integrated_circuits", "optoelectronic_information",
            "semiconductor_lighting", "satellite_navigation", "virtual_augmented_reality"),
    "I65": ("cloud_computing", "artificial_intelligence", "industrial_internet",
            "virtual_augmented_reality", "digital_marketing", "electronic_information"),
    "C34": ("machinery_equipment", "high_end_equipment", "robots", "nc_generation",
            "cnc_machining_equipment", "additive_manufacturing"),
    "C35": ("machinery_equipment", "construction_machinery", "mining_machinery",
            "petroleum_equipment", "high_end_equipment", "nc_generation"),
    "C36": ("electric_vehicles", "machinery_equipment", "lithium_batteries"),
    "C38": ("smart_power_grid", "lithium_batteries", "new_energy", "electric_vehicles"),
    "C26": ("fine_chemicals", "petrochemicals", "new_materials", "high_end_polyurethane",
            "polymer_materials"),
    "C25": ("petrochemicals",),
    "C29": ("polymer_materials", "composites", "new_materials"),
    "C30": ("advanced_ceramics", "building_materials_home", "graphene", "new_materials"),
    "C31": ("new_steel_materials",),
    "C32": ("copper", "new_materials"),
    "C27": ("biotech_medicine", "biology_new_medicine", "marine_biotech_medicine", "ginseng"),
    "C13": ("food", "livestock_poultry", "ecological_agriculture", "jujube"),
    "C14": ("food", "jujube"),
    "C15": ("food", "ginseng"),
    "C17": ("textile_footwear_apparel",),
    "C18": ("textile_footwear_apparel",),
    "C19": ("textile_footwear_apparel",),
    "C22": ("paper_printing",),
    "C24": ("crafts",),
    "A01": ("modern_agriculture", "ecological_agriculture", "ginseng", "jujube"),
    "A03": ("livestock_poultry", "deer_products", "forest_frog"),
    "M74": ("industrial_design", "energy_environment"),
    "N77": ("energy_environment",),
    "L72": ("digital_marketing",),
}  # fmt: skip
"""The fields a company of an industry may be in."""

USUAL = {
    "entity_kind": ("enterprise", 0.88),
    "affiliation": ("none", 0.9),
    "rd_institution": ("none", 0.75),
    "science_award": ("none", 0.93),
    "maker_in_china": ("none", 0.95),
    "core_technology_field": ("none", 0.4),
    "development_stage": ("growth", 0.4),
}
"""The most common value of an enumeration and its share."""

CHANCES = {
    "resident_enterprise": 0.97, "dishonest_or_abnormal": 0.03, "major_accident_1y": 0.01,
    "major_accident_since_last_year": 0.01, "major_accident_3y": 0.02, "grave_accident_3y": 0.01,
    "research_dishonesty": 0.01, "restricted_products": 0.03, "venture_capital_firm": 0.02,
    "listing_intent": 0.08, "tax_evasion_3y": 0.02, "growth_hnte_named": 0.02, "bond_intent": 0.04,
    "needs_credit": 0.45, "needs_equity": 0.2, "sets_up_investment_fund": 0.02,
    "insures_technology_risk": 0.05, "audited_tax_collection": 0.9, "cluster_member": 0.12,
    "supplies_cluster": 0.2, "national_science_award_5y": 0.01, "backbone_enterprise": 0.06,
    "industry_leader": 0.08, "topic_false_or_duplicate": 0.02, "tackling_topic": 0.05,
    "demo_zone_project": 0.05, "buys_fixed_assets": 0.5,
}  # fmt: skip
"""How often a yes/no fact is yes, whatever the bent for innovation; the others rise with it."""

CERTIFICATES = {
    "high_tech_enterprise": 0.45, "tech_sme": 0.5, "innovative_sme": 0.35, "srdi_sme": 0.22,
    "srdi_little_giant": 0.05, "science_little_giant_leading": 0.06,
    "new_type_rd_institution": 0.02, "municipal_rd_institution": 0.06,
    "enterprise_technology_centre": 0.15, "provincial_rd_institution": 0.04,
    "engineering_research_centre": 0.08, "key_laboratory": 0.03, "well_known_trademark": 0.02,
    "provincial_famous_trademark": 0.05, "provincial_name_brand": 0.05,
}  # fmt: skip
"""How many of the most innovative companies hold a title."""


def companies(vocabulary: Vocabulary, number: int, seed: int = 1) -> Iterator[Company]:
    """So many companies with an answer to every fact that is not derived or does not follow."""
    chance = Random(seed)
    for n in range(number):
        yield _Maker(vocabulary, chance).company(n)


def area_of(company: Company) -> str:
    """The name of the area the company was drawn from."""
    for area in AREAS:
        if any(divisions().within(company["location"], code) for code in area.within):
            return area.name
    raise ValueError(f"{company['location']} is in no area")


class _Maker:
    """What one company's answers hang on: place, industry, size, age, bent for innovation."""

    def __init__(self, vocabulary: Vocabulary, chance: Random) -> None:
        self.vocabulary = vocabulary
        self.chance = chance
        area = chance.choices(AREAS, [area.share for area in AREAS])[0]
        self.place = _leaf(divisions(), chance.choice(area.within), chance)
        divisions_ = list(area.industries)
        self.industry = chance.choices(divisions_, list(area.industries.values()))[0]
        self.bent = chance.betavariate(1.3, 2.2)
        self.employees = min(20_000, max(2, round(chance.lognormvariate(3.6, 1.3))))
        self.age = timedelta(days=min(14_000, round(chance.lognormvariate(7.8, 0.8))))

    def company(self, number: int) -> Company:
        known: Company = {"name": f"company {number}", **self._main()}
        for fact in self.vocabulary.facts.values():
            if fact.derive is None and fact.id not in known:
                known[fact.id] = self._drawn(fact)
        declared = {"name", *self.vocabulary.facts}
        return {fact: answer for fact, answer in known.items() if fact in declared}

    def _main(self) -> Company:
        chance, people = self.chance, self.employees
        revenue = people * chance.lognormvariate(3.9, 0.7)  # 万元
        assets = revenue * chance.lognormvariate(-0.1, 0.5)
        growth = chance.gauss(0.08, 0.2)
        years = min(3.0, max(0.3, self.age.days / 365))
        share = min(0.6, self.bent * chance.lognormvariate(-2.6, 0.7))
        research = revenue * share
        tech_staff = min(people, round(people * min(0.9, self.bent * chance.uniform(0.1, 0.7))))
        cost = revenue * chance.uniform(0.75, 1.02)
        patents = round(self.bent * chance.lognormvariate(0.5, 1))
        return {
            "location": self.place,
            "sector": _leaf(industries(), self.industry, chance),
            "zones": self._zones(),
            "registered_on": DAY - self.age,
            "employees": people,
            "revenue": _wan(revenue),
            "revenue_prev": _wan(revenue / (1 + max(growth, -0.6))),
            "revenue_3y": _wan(revenue * years * chance.uniform(0.75, 1)),
            "revenue_growth_2y": round(Decimal(growth), 3),
            "main_revenue": _wan(revenue * chance.uniform(0.6, 1)),
            "main_revenue_growth_2y": round(Decimal(growth * chance.uniform(0.7, 1.2)), 3),
            "total_income": _wan(revenue * chance.uniform(1, 1.1)),
            "hightech_income": _wan(revenue * min(1, self.bent * chance.uniform(0.5, 1.8))),
            "cost_and_expenses": _wan(cost),
            "total_assets": _wan(assets),
            "total_liabilities": _wan(assets * chance.betavariate(3, 3)),
            "equity_inflow_2y": _wan(revenue * 0.3) if chance.random() < 0.08 else "0元",
            "rd_spend": _wan(research),
            "rd_spend_prev": _wan(research / (1 + max(growth, -0.6))),
            "rd_spend_3y": _wan(research * years * chance.uniform(0.75, 1)),
            "rd_spend_3y_domestic": _wan(research * years * chance.uniform(0.6, 0.75)),
            "tech_staff": tech_staff,
            "rd_staff": round(tech_staff * chance.uniform(0.4, 1)),
            "segment_years": min(self.age.days // 365, round(chance.lognormvariate(1.6, 0.7))),
            "market_share": round(Decimal(chance.betavariate(0.6, 8)), 3),
            "market_rank": round(chance.lognormvariate(3, 1.3)) + 1,
            "tech_transfer_income": _wan(revenue * 0.02) if chance.random() < 0.1 else "0元",
            "ip_class1": patents,
            "ip_class1_own": round(patents * chance.uniform(0.5, 1)),
            "ip_class2": round(self.bent * chance.lognormvariate(1.5, 1)),
            "industry_fields": self._fields(),
            **self._titles(),
        }

    def _zones(self) -> list[str]:
        tree = divisions()
        near = [
            zone.id
            for zone in self.vocabulary.zones.values()
            if any(tree.within(self.place, code) for code in zone.within)
        ]
        return [self.chance.choice(near)] if near and self.chance.random() < 0.3 else []

    def _fields(self) -> list[str]:
        declared = self.vocabulary.facts.get("industry_fields")
        likely = FIELDS.get(self.industry, ())
        fitting = [f for f in likely if declared is not None and f in declared.values]
        if not fitting or self.chance.random() < 0.25:
            return []
        return self.chance.sample(fitting, min(len(fitting), self.chance.choice((1, 1, 2))))

    def _titles(self) -> Company:
        """Certificates, and whether the company counts as technology-based, which two imply."""
        held = self._certificates()
        implied = any(one["name"] in ("high_tech_enterprise", "tech_sme") for one in held)
        counts = implied or self.chance.random() < self.bent / 2
        return {"certifications": held, "technology_enterprise": counts}

    def _certificates(self) -> list[Company]:
        held = []
        for title in self.vocabulary.certifications.values():
            if title.abolished is not None and title.abolished < DAY - self.age:
                continue
            if self.chance.random() < CERTIFICATES.get(title.id, 0.05) * min(1, 1.6 * self.bent):
                since = timedelta(days=self.chance.randrange(30, 1000))
                issued = max(DAY - since, DAY - self.age)
                if title.abolished is not None:
                    issued = title.abolished - since
                one: Company = {"name": title.id, "issued": issued}
                if len(title.tiers) > 1:
                    one["tier"] = self._tier(title.tiers)
                held.append(one)
        return held

    def _tier(self, tiers: Sequence[str]) -> str:
        return self.chance.choices(tiers, [4**-i for i in range(len(tiers))])[0]

    def _drawn(self, fact: Fact) -> Any:
        """An answer by its type alone; what is active or judged well rises with the bent."""
        chance = self.chance
        if fact.type is FactType.BOOL:
            return chance.random() < CHANCES.get(fact.id, 0.6 * self.bent)
        if fact.type is FactType.ENUM:
            usual, share = USUAL.get(fact.id, (next(iter(fact.values)), 0.4))
            others = [value for value in fact.values if value != usual]
            return usual if not others or chance.random() < share else chance.choice(others)
        if fact.type is FactType.SET:
            return [v for v in fact.values if chance.random() < self._share(fact) * self.bent]
        if fact.type is FactType.DATE:
            return DAY - self.age * chance.random()
        if fact.type is FactType.MONEY:
            return _wan(self.employees * chance.lognormvariate(1, 1))
        if fact.type is FactType.RATIO:
            return round(Decimal(chance.random()), 3)
        return round(100 * chance.random()) if fact.type is FactType.NUMBER else chance.randrange(9)

    @staticmethod
    def _share(fact: Fact) -> float:
        """How many of a set the most innovative companies name: long lists are named less of."""
        return min(0.45, 6 / len(fact.values)) if fact.values else 0.0


def _leaf(tree: Any, code: str, chance: Random) -> str:
    """A code at the finest level below this one."""
    while below := tree.children(code):
        code = chance.choice(below)
    return code


def _wan(amount: float) -> str:
    return f"{amount:.2f}万元"
