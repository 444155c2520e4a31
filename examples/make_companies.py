"""Write companies.csv: 200 made-up companies as an office's list holds them, with its usual dirt.

Run: python examples/make_companies.py [OUT]. The same rows every time.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from random import Random

from stdnum.cn import uscc

HEADERS = [
    "企业名称", "统一社会信用代码", "注册地址", "企业类型", "所属行业", "成立日期", "员工人数",
    "营业收入（万元）", "资产总额（万元）", "研发费用（万元）", "科技人员",
    "发明专利", "资质", "联系人",
]  # fmt: skip
PLACES = [
    ("350582", "福建省泉州市晋江市", "晋江"), ("350583", "泉州南安", "南安"),
    ("350521", "福建泉州惠安县", "惠安"), ("350503", "泉州市丰泽区", "丰泽"),
    ("220103", "吉林省长春市宽城区", "长春"), ("220202", "吉林省吉林市昌邑区", "吉林市"),
    ("370400", "山东枣庄", "枣庄"), ("370211", "山东省青岛市黄岛区", "青岛"),
    ("371200", "山东省莱芜市", "莱芜"), ("410184", "河南省新郑市", "新郑"),
    ("330105", "浙江省杭州市拱墅区", "杭州"), ("110105", "北京市朝阳区", "京朝"),
]  # fmt: skip
TRADES = [
    ("鞋业", "C195"), ("机械", "C34"), ("汽车部件", "汽车制造业"), ("新材料", "C26"),
    ("软件", "I65"), ("食品", "C14 食品制造业"), ("陶瓷", "C307"), ("电子", "C39"),
    ("红枣", "农副食品加工业"), ("商贸", "F51"),
]  # fmt: skip
WORDS = ["恒", "瑞", "泰", "联", "宏", "启", "正", "海", "新", "安", "达", "远", "信", "和"]
TITLES = ["高新技术企业", "科技型中小企业", "专精特新中小企业", "创新型中小企业"]
MISSING = ["", "-", "--", "不详", "企业选择不公示", "N/A", "暂无"]
FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


def number(chance: Random, value: float, unit: str) -> str:
    """A figure as one of several hands would write it, in units of the column or its own."""
    plain = f"{value:g}" if unit == "万元" else str(round(value))
    way = chance.random()
    if way < 0.06:
        return chance.choice(MISSING)
    if way < 0.12:
        return plain.translate(FULL_WIDTH)
    if way < 0.18:
        return f"{plain} {unit}"
    if way < 0.26:
        return f"{value:,.0f}"
    if way < 0.30 and unit == "万元":
        return f"{value / 10000:.4f}亿元"
    return plain


def day(chance: Random, year: int) -> str:
    """A date in one of the usual forms."""
    month, date = chance.randint(1, 12), chance.randint(1, 28)
    forms = (
        f"{year}-{month:02}-{date:02}", f"{year}/{month}/{date}", f"{year}年{month}月{date}日",
        f"{year}.{month}.{date}", f"{year}{month:02}{date:02}",
    )  # fmt: skip
    return chance.choice(forms)


def code(chance: Random, place: str) -> str:
    """A social credit code with its check digit, made up."""
    front = (
        "91" + place + "".join(chance.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") for _ in "9" * 9)
    )
    return front + uscc.calc_check_digit(front)


def company(chance: Random) -> list[str]:
    """One row."""
    place, written, short = chance.choice(PLACES)
    trade, sector = chance.choice(TRADES)
    name = f"{short}{chance.choice(WORDS)}{chance.choice(WORDS)}{trade}有限公司"
    employees = int(10 ** chance.uniform(0.8, 3.1))
    revenue = round(employees * chance.uniform(20, 120), 1)
    spent = round(revenue * chance.choice((0, 0.01, 0.025, 0.03, 0.04, 0.05, 0.08)), 1)
    held = [
        f"{title}({day(chance, chance.randint(2019, 2026))})" if chance.random() < 0.6 else title
        for title in TITLES
        if chance.random() < 0.25
    ]
    titles = chance.choice("；;、").join(held) or chance.choice(("", "无", "-"))
    return [
        name,
        code(chance, place),
        written,
        chance.choice(("企业", "有限责任公司", "企业", "")),
        sector,
        day(chance, chance.randint(1996, 2025)),
        number(chance, employees, "人"),
        number(chance, revenue, "万元"),
        number(chance, round(revenue * chance.uniform(0.4, 1.8), 1), "万元"),
        number(chance, spent, "万元"),
        number(chance, employees * chance.uniform(0.02, 0.5), "人"),
        number(chance, chance.choice((0, 0, 1, 2, 5, 12)), "件"),
        titles,
        chance.choice(("王女士", "李先生", "", "办公室")),
    ]


def companies() -> list[list[str]]:
    """All rows, with a few mishaps put in by hand."""
    chance = Random(2016)
    rows = [company(chance) for _ in range(200)]
    rows[5][2] = "朝阳区"  # there are several
    rows[11][6] = "约五十人"  # a guess
    rows[23][5] = "2021-02-30"  # no such day
    rows[37][7] = "#REF!"  # a broken formula
    rows[58][1] = rows[58][1][:-1] + "0"  # a wrong check digit
    rows[74][0] = '=HYPERLINK("http://example.com")'  # a formula where a name should be
    rows[96][9] = "-12"  # negative spending
    rows[121][0] = "[bold]某公司[/bold]"  # markup where a name should be
    rows[143].insert(3, "二楼")  # a comma too many: the row does not fit the header
    rows[170][4] = "高科技"  # no industry
    return rows


def main(out: Path) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEADERS, *companies()])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("companies.csv"))
