"""An address that begins like one read before is read as its whole text would be."""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random

import polars as pl
import pytest

from huiqi.load.companies.mapping import propose_mapping
from huiqi.load.companies.rows import RowReader
from huiqi.load.place_leads import PlaceLeads
from huiqi.load.place_names import all_names
from huiqi.load.place_text import FILLERS, full_name
from huiqi.load.rulebook import bundled, read_rulebook
from huiqi.load.tables import divisions, former_names
from huiqi.model.vocabulary import Vocabulary

STREETS = (
    "万荣街1", "解放路1", "滨江路1", "新华路", "中山路12号", "学府路", "长江路1", "南京东路1",
    "柳城街道帽山村", "官桥镇金庄街", "城东镇", "某某乡某村", "帽山村2组", "经济开发区创新路",
    "高新区创新路1", "高新区", "软件园", "工业园区二路1", "商贸城", "东路", "大道", "一", "场",
    "道", "城关镇", "城区", "间", "域", "县", "县城", "市场", "省道", "区间", "州", "旗", "、路",
    "-街", "（东侧）", "路 1", "路１", "12号晋江市", "朝阳区", "晋江市", "晋江路", "晋江",
)  # fmt: skip
PLACES = (
    "泉州市", "晋江", "晋江市", "郑州市新郑市", "新郑", "济南市中区", "延边州", "吉林市", "吉林",
    "莱芜市莱城区", "朝阳区", "中国福建省", "泉州市、丰泽区", "350504", "350504泉州市", "东城区",
    "'泉州市", "浙江省晋江市", "泉州市市辖区", "海南省省直辖县级行政区划琼海市", "和县", "赵县县",
    "东莞市东莞市", "攸县", "北京", "上海市", "通化市通化县", "哈密市", "某市", "内蒙古自治区",
)  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_rulebook([bundled()], with_cases=False)[0].vocabulary


def names(seed: int, size: int) -> tuple[list[str], list[str]]:
    """Divisions with the names of their parents, and names of any kind without."""
    random = Random(seed)
    codes = random.sample(list(divisions()), size)
    told = [full_name(code) for code in codes]
    told += [former.name for former in random.sample(former_names(), size // 4)]
    return told, random.sample(list(all_names()), size)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_street_decides_nothing(vocabulary: Vocabulary, seed: int) -> None:
    nothing = pl.DataFrame(schema={"注册地址": pl.String})
    reader = RowReader(
        propose_mapping(["注册地址"], nothing, vocabulary, date(2024, 7, 1)), vocabulary
    )
    zones = [n for z in vocabulary.zones.values() for n in (z.label.zh, *z.synonyms)]
    told, any_names = names(seed, 80)
    rests = [*STREETS, *FILLERS, *zones, *any_names, *(f"{name}路1" for name in any_names)]
    texts = [place + rest for place, rest in product((*PLACES, *told), rests)]
    # What is learnt depends on what comes first.
    Random(seed).shuffle(texts)
    leads = PlaceLeads(vocabulary)
    known = []
    alike = 0
    for text in texts:
        whole = reader.fact("location", [text])
        number = leads.number(text)
        if number is None:
            known.append(whole)
            if not whole.repairs and not whole.findings:
                leads.learn(text, len(known) - 1)
        else:
            assert whole == known[number], text
            alike += 1
    assert alike > len(texts) / 10


def test_a_zone_behind_the_place_is_still_seen(vocabulary: Vocabulary) -> None:
    leads = PlaceLeads(vocabulary)
    leads.learn("郑州市新郑市人民路", 7)
    assert leads.number("郑州市新郑市解放路12号") == 7
    for zone in vocabulary.zones.values():
        assert leads.number(f"郑州市新郑市{zone.label.zh}12号") is None
