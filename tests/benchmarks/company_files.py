"""Generated company files, as a park office has them: forty columns, Chinese headings, gaps.

Seeded, and made column by column, so that millions of rows take a minute: a number of rows and a
seed give the same file wherever the same polars runs. As in life the place favours industries, and
size, revenue, assets, research and titles hang together; nearly every address stands only once, and
many lists of titles with their days of issue do.

    python tests/benchmarks/company_files.py companies.csv --rows 100000 --seed 1
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import polars as pl

sys.path.insert(0, str(Path(__file__).parent))

from companies import AREAS, CERTIFICATES, CHANCES, DAY, FIELDS

from huiqi.api import Rulebook
from huiqi.load.tables import divisions, industries
from huiqi.model.vocabulary import FactType, Vocabulary

AT_A_TIME = 100_000
"""Rows made and written at a time, so that memory stays flat."""
MISSING = 0.1
"""How many cells are empty."""

COLUMNS = (
    "name", "uscc", "location", "sector", "registered_on", "entity_kind", "employees", "revenue",
    "revenue_prev", "revenue_3y", "main_revenue", "total_assets", "total_liabilities", "rd_spend",
    "rd_spend_prev", "rd_spend_3y", "tech_staff", "rd_staff", "ip_class1", "ip_class2",
    "market_share", "certifications", "zones", "industry_fields", "core_technology_field",
    "resident_enterprise", "standards_participation", "first_set_equipment", "cluster_member",
    "dishonest_or_abnormal", "major_accident_3y", "restricted_products", "tax_evasion_3y",
    "rd_booked_separately", "audited_tax_collection", "owns_core_ip", "rd_reserve",
    "backbone_enterprise", "needs_credit", "listing_intent",
)  # fmt: skip
"""The name, the credit code and facts, as the columns stand."""
HEADINGS = {"name": "企业名称", "uscc": "统一社会信用代码"}

TRADES = ("智能装备", "电子科技", "生物医药", "新材料", "食品", "鞋服", "环保科技", "软件", "机械")
STREETS = (
    "人民路", "迎宾大道", "工业路", "创业路", "科技路", "建设北路", "东海街", "滨江路", "学府路",
    "高新区创新路", "工业园区二路", "兴业街", "文化西路", "站前大道", "新华路", "解放路", "长江路",
)  # fmt: skip
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "（集团）有限公司")
GAPS = ("-", "--", "无", "不详", "N/A", "企业选择不公示")
DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The digits of the credit code (GB 32100-2015)."""
QUANTITIES = (FactType.COUNT, FactType.NUMBER, FactType.MONEY)
UNITS = {FactType.MONEY: "（万元）"}
FULL_WIDTH = {str(n): chr(0xFF10 + n) for n in range(10)} | {".": "．"}


def company_frames(
    vocabulary: Vocabulary, rows: int, seed: int = 1, dirt: float = 0.03
) -> Iterator[pl.DataFrame]:
    """The rows as text, frame by frame; `dirt` is the share of cells written in an odd way."""
    maker = _Maker(vocabulary, seed, dirt)
    for start in range(0, rows, AT_A_TIME):
        yield maker.frame(start, min(rows, start + AT_A_TIME))


def write_companies(
    path: Path, vocabulary: Vocabulary, rows: int, seed: int = 1, dirt: float = 0.03
) -> None:
    """A CSV file of so many companies."""
    with path.open("wb") as file:
        for number, frame in enumerate(company_frames(vocabulary, rows, seed, dirt)):
            file.flush()
            frame.write_csv(file, include_header=number == 0)


class _Maker:
    """Companies by their number; all that is drawn follows from number, seed and what it is for."""

    def __init__(self, vocabulary: Vocabulary, seed: int, dirt: float) -> None:
        self.facts = vocabulary.facts
        self.seed = seed
        self.dirt = dirt
        self.titles = {
            re.sub("（.*）$", "", title.label.zh): CERTIFICATES[title.id]
            for title in vocabulary.certifications.values()
            if title.id in CERTIFICATES
        }
        self.pool = _pool(vocabulary, Random(seed))

    def frame(self, start: int, stop: int) -> pl.DataFrame:
        self.row = pl.int_range(start, stop, dtype=pl.UInt64, eager=True)
        made = self._basics() | self._money() | self._titles()
        made |= {name: self._yes_or_no(name) for name in COLUMNS if name not in made}
        columns = [self._with_gaps(name, made[name]).alias(self._heading(name)) for name in COLUMNS]
        return pl.DataFrame(columns)

    # Drawing

    def drawn(self, what: str) -> pl.Series:
        """A number of 64 bits each."""
        return self.row.hash(zlib.crc32(f"{self.seed} {what}".encode()))

    def share(self, what: str) -> pl.Series:
        """Numbers from 0 up to 1, evenly drawn."""
        return self.drawn(what).cast(pl.Float64) / 2.0**64

    def bell(self, what: str) -> pl.Series:
        """Numbers about 0, nearly normally drawn."""
        return 2 * (self.share(what + "1") + self.share(what + "2") + self.share(what + "3") - 1.5)

    def picked(self, what: str, values: Sequence[str | None]) -> pl.Series:
        """One of the values each."""
        return pl.Series(values, dtype=pl.String).gather(self.drawn(what) % len(values))

    # The columns

    def _basics(self) -> dict[str, pl.Series]:
        """Who and where the company is, and how large."""
        self.place = self.pool[self.drawn("place") % len(self.pool)]
        # Most companies do little research, few do much.
        self.bent = self.share("bent") ** 2
        self.staff = (self.bell("staff") * 1.3 + 3.6).exp().clip(2, 20_000).round()
        self.age = (self.bell("age") * 0.8 + 7.8).exp().clip(30, 14_000).round()
        tech = (self.staff * self.bent * self.share("tech")).round()
        days = pl.select(pl.lit(DAY) - pl.duration(days=self.age.cast(pl.Int64))).to_series()
        return {
            "name": self._names(),
            "uscc": credit_codes(self.row, self.place["division"], self.seed),
            "location": self._addresses(),
            "sector": self.place["sector"],
            "registered_on": days.cast(pl.String),
            "entity_kind": self.picked("kind", ["企业"] * 9 + ["科研院所"]),
            "employees": _whole(self.staff),
            "tech_staff": _whole(tech),
            "rd_staff": _whole(tech * 0.7),
            "ip_class1": _whole(self.bent * (self.bell("patents") + 0.5).exp()),
            "ip_class2": _whole(self.bent * (self.bell("designs") + 1.5).exp()),
            "market_share": _shown(100 * self.share("market") ** 6, 1) + "%",
        }

    def _names(self) -> pl.Series:
        parts = [self.place["town"], self.picked("trade", TRADES), self.picked("form", FORMS)]
        number = self.row.cast(pl.String)
        return pl.select(pl.concat_str(parts[0], pl.lit(number), *parts[1:])).to_series()

    def _addresses(self) -> pl.Series:
        """The place, a street and a number; half of them with building and room."""
        house = (self.drawn("house") % 999 + 1).cast(pl.String) + "号"
        room = (self.drawn("building") % 20 + 1).cast(pl.String) + "栋"
        room += (self.drawn("room") % 1800 + 101).cast(pl.String) + "室"
        house = house.zip_with(self.drawn("inside") % 2 == 0, house + room)
        return self.place["location"] + self.picked("street", STREETS) + house

    def _money(self) -> dict[str, pl.Series]:
        """Amounts in 万元."""
        revenue = self.staff * (self.bell("revenue") * 0.7 + 3.9).exp()
        growth = 1.08 + 0.2 * self.bell("growth").clip(-2, 2)
        assets = revenue * (self.bell("assets") * 0.5 - 0.1).exp()
        research = revenue * (self.bent * (self.bell("research") * 0.7 - 2.6).exp()).clip(0, 0.6)
        amounts = {
            "revenue": revenue,
            "revenue_prev": revenue / growth,
            "revenue_3y": revenue * 2.6,
            "main_revenue": revenue * (0.6 + 0.4 * self.share("main")),
            "total_assets": assets,
            "total_liabilities": assets * self.share("debt"),
            "rd_spend": research,
            "rd_spend_prev": research / growth,
            "rd_spend_3y": research * 2.6,
        }
        return {name: _shown(amount, 2) for name, amount in amounts.items()}

    def _titles(self) -> dict[str, pl.Series]:
        """Lists: certificates, zones, fields."""
        # A third of the companies give the days of issue too.
        dated = self.drawn("dated") % 3 == 0
        held = [
            pl.when(pl.lit(self.share(title) < 1.6 * self.bent * share)).then(
                pl.when(pl.lit(dated)).then(pl.lit(self._issued(title))).otherwise(pl.lit(title))
            )
            for title, share in self.titles.items()
        ]
        certificates = pl.select(pl.concat_str(held, separator="、", ignore_nulls=True))
        fields = [value.zh for value in self.facts["core_technology_field"].values.values()]
        return {
            "certifications": certificates.to_series().replace("", None),
            "zones": self.place["zone"],
            "industry_fields": self.place["field"],
            "core_technology_field": self.picked("core", [None] * 6 + fields),
        }

    def _issued(self, title: str) -> pl.Series:
        """The title with a day of issue within four years."""
        ago = (self.drawn(f"issued {title}") % 1460).cast(pl.Int64)
        days = pl.select(pl.lit(DAY) - pl.duration(days=ago)).to_series()
        return title + "（" + days.cast(pl.String) + "）"

    def _yes_or_no(self, fact: str) -> pl.Series:
        assert self.facts[fact].type is FactType.BOOL
        yes = self.share(fact) < CHANCES.get(fact, 0.4)
        return yes.replace_strict({True: "是", False: "否"}, return_dtype=pl.String)

    # Gaps and odd spellings

    def _heading(self, name: str) -> str:
        if name in HEADINGS:
            return HEADINGS[name]
        fact = self.facts[name]
        return (fact.headers[0] if fact.headers else fact.label.zh) + UNITS.get(fact.type, "")

    def _with_gaps(self, name: str, texts: pl.Series) -> pl.Series:
        chance = self.share(f"gap {name}")
        odd = (chance >= 1 - self.dirt).arg_true()
        if len(odd):
            way = self.drawn(f"odd {name}").gather(odd) % 3
            texts = texts.scatter(odd, self._odd(name, texts.gather(odd), way))
        if name == "name":
            return texts
        texts = texts.zip_with(chance >= MISSING, pl.Series([None], dtype=pl.String))
        worded = (chance < MISSING * self.dirt).arg_true()
        return texts.scatter(worded, self.picked("gap", GAPS).gather(worded))

    def _odd(self, name: str, texts: pl.Series, way: pl.Series) -> pl.Series:
        """The same said otherwise, as in files that many people filled in."""
        fact = self.facts.get(name)
        if fact is None or fact.type not in QUANTITIES:
            return " " + texts + "\u3000"
        full = texts.str.replace_many(list(FULL_WIDTH), list(FULL_WIDTH.values()))
        unit = UNITS.get(fact.type, "").strip("（）") or fact.unit or ""
        return full.zip_with(way == 0, (texts + unit).zip_with(way == 1, "约" + texts))


def credit_codes(row: pl.Series, division: pl.Series, seed: int) -> pl.Series:
    """Unified social credit codes with right check digits (GB 32100-2015, GB 11714-1997).

    `division` are the six digits of the place. No two rows below a hundred million share a code.
    """
    # An odd factor that 5 does not divide permutes the numbers below a power of ten.
    number = (row.cast(pl.Int64) * 7_654_321 + seed * 1_000_003) % 10**8
    body = [_digit(number, n) for n in range(7, -1, -1)]
    check = sum(
        (d * w for d, w in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)), start=0 * row
    )
    organisation = (11 - check.cast(pl.Int64) % 11) % 11
    last = organisation.cast(pl.String).replace("10", "X")
    # In the alphabet of the whole code a digit counts itself and X counts 29.
    counts = organisation.replace(10, DIGITS.index("X"))
    place = division.cast(pl.Int64)
    places = [_digit(place, n) for n in range(5, -1, -1)]
    values = [pl.repeat(9, len(row), eager=True), pl.repeat(1, len(row), eager=True)]
    values += [*places, *body, counts]
    total = sum((v * pow(3, n, 31) for n, v in enumerate(values)), start=0 * row)
    end = pl.Series(list(DIGITS)).gather((31 - total.cast(pl.Int64) % 31) % 31)
    digits = number.cast(pl.String).str.zfill(8)
    return pl.select(pl.concat_str(pl.lit("91"), division, digits, last, end)).to_series()


def _digit(number: pl.Series, place: int) -> pl.Series:
    return (number // 10**place) % 10


def _whole(numbers: pl.Series) -> pl.Series:
    return numbers.round().cast(pl.Int64).cast(pl.String)


def _shown(numbers: pl.Series, places: int) -> pl.Series:
    """Numbers with so many decimal places."""
    return numbers.cast(pl.Decimal(20, places)).cast(pl.String)


def _pool(vocabulary: Vocabulary, chance: Random) -> pl.DataFrame:
    """Places with an industry at home there, its field and a zone nearby."""
    tree, trades = divisions(), industries()
    fields = vocabulary.facts["industry_fields"].values
    rows = []
    for area in chance.choices(AREAS, [area.share for area in AREAS], k=20_000):
        code = chance.choice(area.within)
        while below := tree.children(code):
            code = chance.choice(below)
        industry = chance.choices(list(area.industries), list(area.industries.values()))[0]
        sector = industry
        while below := trades.children(sector):
            sector = chance.choice(below)
        near = [z for z in vocabulary.zones.values() if any(tree.within(code, w) for w in z.within)]
        likely = [fields[name].zh for name in FIELDS.get(industry, ()) if name in fields]
        path = tree.path(code)[1:]  # without the country
        rows.append(
            {
                "division": code,
                "town": path[-1],
                "location": "".join(path),
                "sector": sector if chance.random() < 0.7 else trades[industry].name,
                "zone": chance.choice(near).label.zh if near and chance.random() < 0.3 else None,
                "field": chance.choice(likely) if likely and chance.random() < 0.7 else None,
            }
        )
    return pl.DataFrame(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dirt", type=float, default=0.03, help="share of odd cells")
    given = parser.parse_args()
    start = time.perf_counter()
    write_companies(given.file, Rulebook.load().vocabulary, given.rows, given.seed, given.dirt)
    print(f"{given.rows:,} companies in {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
