"""Codes as intervals of leaves, and three-valued containment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.base.kleene import Truth
from huiqi.model.place import Location
from huiqi.model.sector import Sector
from huiqi.model.taxonomy import Node, Taxonomy, UnknownCode

PLACES = Taxonomy(
    [
        Node("F", "福建", None, "province"),
        Node("Q", "泉州", "F", "prefecture"),
        Node("J", "晋江", "Q", "county"),
        Node("N", "南安", "Q", "county"),
        Node("X", "厦门", "F", "prefecture"),
    ]
)


def test_leaves_are_numbered_depth_first() -> None:
    assert [PLACES.span(code) for code in "FQJNX"] == [(0, 3), (0, 2), (0, 1), (1, 2), (2, 3)]
    assert PLACES.leaf_count == 3


def test_a_node_knows_its_children_and_its_path() -> None:
    assert PLACES.children("F") == ("Q", "X")
    assert PLACES.children("X") == ()
    assert PLACES.path("J") == ("福建", "泉州", "晋江")
    assert PLACES["J"].level == "county"
    assert "J" in PLACES
    assert "Z" not in PLACES


@pytest.mark.parametrize("ask", [PLACES.span, PLACES.path, PLACES.children, PLACES.__getitem__])
def test_a_code_outside_the_table_is_named_in_the_error(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownCode, match="code 'Z' is not in the table"):
        ask("Z")


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([Node("A", "", None, ""), Node("A", "", None, "")], "given twice"),
        ([Node("A", "", "B", "")], "parent 'B' of code 'A' is missing"),
        ([Node("A", "", "B", ""), Node("B", "", "A", "")], "'A' is its own ancestor"),
    ],
)
def test_a_table_that_is_no_tree_is_refused(nodes: list[Node], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Taxonomy(nodes)


@pytest.mark.parametrize(
    ("value", "named", "expected"),
    [
        ("J", "Q", Truth.TRUE),
        ("Q", "Q", Truth.TRUE),
        ("F", "Q", Truth.UNKNOWN),
        ("Q", "J", Truth.UNKNOWN),
        ("Q", "JN", Truth.TRUE),
        ("X", "Q", Truth.FALSE),
        ("JN", "J", Truth.UNKNOWN),
        ("JX", "Q", Truth.UNKNOWN),
        ("", "F", Truth.UNKNOWN),
        ("J", "", Truth.FALSE),
    ],
)
def test_partial_knowledge_counts(value: str, named: str, expected: Truth) -> None:
    assert PLACES.code_set(named).contains(PLACES.spans(value)) is expected


def test_what_is_only_possible_is_never_true_and_never_false() -> None:
    starred = PLACES.code_set(certain=["J"], possible=["N"])
    assert starred.contains(PLACES.spans("J")) is Truth.TRUE
    assert starred.contains(PLACES.spans("N")) is Truth.UNKNOWN
    assert starred.contains(PLACES.spans("Q")) is Truth.UNKNOWN
    assert starred.contains(PLACES.spans("X")) is Truth.FALSE


def test_equal_sets_are_equal_and_hashable() -> None:
    assert PLACES.code_set(["J", "N"]) == PLACES.code_set(["Q"])
    assert hash(PLACES.code_set(["Q", "X"])) == hash(PLACES.code_set(["F"]))


@st.composite
def _forests(draw: st.DrawFn) -> Taxonomy:
    size = draw(st.integers(1, 14))
    nodes = [Node("n0", "", None, "")]
    for i in range(1, size):
        parent = draw(st.none() | st.integers(0, i - 1))
        nodes.append(Node(f"n{i}", "", None if parent is None else f"n{parent}", ""))
    return Taxonomy(nodes)


def _leaves(tax: Taxonomy, code: str) -> set[str]:
    below = tax.children(code)
    return {code} if not below else {leaf for child in below for leaf in _leaves(tax, child)}


@given(_forests(), st.data())
def test_containment_agrees_with_counting_leaves(tax: Taxonomy, data: st.DataObject) -> None:
    some_codes = st.lists(st.sampled_from(sorted(tax)), max_size=4)
    certain, possible, value = (data.draw(some_codes) for _ in range(3))
    sure = {leaf for code in certain for leaf in _leaves(tax, code)}
    maybe = sure | {leaf for code in possible for leaf in _leaves(tax, code)}
    held = {leaf for code in value for leaf in _leaves(tax, code)}
    if not held:
        expected = Truth.UNKNOWN
    elif held <= sure:
        expected = Truth.TRUE
    elif held & maybe:
        expected = Truth.UNKNOWN
    else:
        expected = Truth.FALSE
    assert tax.code_set(certain, possible).contains(tax.spans(value)) is expected


@given(_forests())
def test_every_leaf_has_one_number(tax: Taxonomy) -> None:
    leaves = [code for code in tax if not tax.children(code)]
    assert sorted(tax.span(code) for code in leaves) == [(i, i + 1) for i in range(tax.leaf_count)]


def test_a_location_holds_six_digit_codes_without_order() -> None:
    assert Location(("370117", "370116")) == Location(("370116", "370117", "370116"))
    for wrong in ((), ("3505",), ("晋江市",)):
        with pytest.raises(ValueError, match="division code"):
            Location(wrong)


def test_a_sector_has_one_written_form() -> None:
    assert Sector("C3921").code == "C3921"
    for wrong in ("3921", "c39", "C3", "U10", "C39211"):
        with pytest.raises(ValueError, match="not an industry code"):
            Sector(wrong)
