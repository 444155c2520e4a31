"""YAML as a positioned tree: scalars stay text, and everything knows its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiqi.base.source import Source
from huiqi.load.yaml import (
    MAX_DEPTH,
    MAX_NODES,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unreadable,
    parse,
    read_source,
)


def tree(text: str) -> Node:
    node, findings = parse(Source("x.yaml", text))
    assert findings == []
    assert node is not None
    return node


def plain(node: Node) -> object:
    """The tree as Python lists, dicts and texts."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


@pytest.mark.parametrize(
    "text",
    ["no", "yes", "on", "off", "0111", "0x1f", "12:30", "1_000", "1e3", "~", "null", ".nan",
     "2016-08-27", "350500", "5%", "=", "1.10"],
)  # fmt: skip
def test_scalars_stay_as_written(text: str) -> None:
    assert plain(tree(f"a: {text}")) == plain(tree(f"a:   {text}"))
    assert plain(tree(f"a: {text}")) == {"a": text}


@pytest.mark.parametrize(
    ("text", "quoted"),
    [("350500", False), ('"350500"', True), ("'350500'", True), ("|\n  350500", True)],
)
def test_quotes_are_remembered(text: str, quoted: bool) -> None:
    found = tree(f"code: {text}\n")
    assert isinstance(found, Mapping)
    value = found.get("code")
    assert isinstance(value, Scalar)
    assert (value.text.strip(), value.quoted) == ("350500", quoted)


def test_every_node_knows_its_place() -> None:
    found = tree("名称: 甲\nlist:\n  - 一\n  - {b: [二, 三]}\n")
    assert isinstance(found, Mapping)
    places = {
        key.text: [(n.span.line, n.span.column, n.span.length) for n in (key, value)]
        for key, value in found.entries
    }
    assert places == {"名称": [(1, 1, 2), (1, 5, 1)], "list": [(2, 1, 4), (3, 3, 1)]}
    last = found.get("list")
    assert isinstance(last, Sequence)
    assert [str(item.span) for item in last.items] == ["x.yaml:3:5", "x.yaml:4:5"]


def test_aliases_give_the_anchored_node() -> None:
    text = "a: &firm {location: 泉州}\nb: *firm\n"
    assert plain(tree(text)) == {"a": {"location": "泉州"}, "b": {"location": "泉州"}}


@pytest.mark.parametrize(
    "text", ['{"a":1,\n\t"b":[true,null,"\\u4f01\\/\\"x\\""]}', '{\t"a" : {"b":{}} ,"c":[]}']
)
def test_json_is_read(text: str) -> None:
    def spelled(value: object) -> object:
        if isinstance(value, dict):
            return {k: spelled(v) for k, v in value.items()}
        if isinstance(value, list):
            return [spelled(v) for v in value]
        return value if isinstance(value, str) else json.dumps(value)

    assert plain(tree(text)) == spelled(json.loads(text))


@pytest.mark.parametrize(
    ("levels", "deep_enough"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False), (100_000, False)]
)
def test_depth_is_bounded(levels: int, deep_enough: bool) -> None:
    node, findings = parse(Source("x", "[" * levels + "]" * levels))
    assert (node is not None) is deep_enough
    assert [f.code for f in findings] == ([] if deep_enough else ["HQ107"])


def test_depth_counts_through_aliases() -> None:
    half = MAX_DEPTH // 2
    for levels, code in ((half - 1, []), (half + 2, ["HQ107"])):
        text = f"a: &a {'[' * levels}{']' * levels}\nb: {'[' * half}*a{']' * half}\n"
        assert [f.code for f in parse(Source("x", text))[1]] == code


def test_depth_of_one_branch_does_not_count_for_the_next() -> None:
    deep = "[" * (MAX_DEPTH - 2) + "]" * (MAX_DEPTH - 2)
    tree(f"a: {deep}\nb: &b [1]\nc: [[*b]]\nd: {deep}\n")


def test_expanded_aliases_are_bounded() -> None:
    few = "a: &a [" + "1, " * 1000 + "]\nb: [" + "*a, " * 100 + "]\n"
    many = "a: &a [" + "1, " * 1000 + "]\nb: [" + "*a, " * (MAX_NODES // 1000) + "]\n"
    assert [f.code for f in parse(Source("x", few))[1]] == []
    assert [f.code for f in parse(Source("x", many))[1]] == ["HQ108"]


def test_an_alias_cannot_hold_itself() -> None:
    node, findings = parse(Source("x", "a: &a [*a]\n"))
    assert node is None
    assert [f.code for f in findings] == ["HQ105"]


def test_findings_of_form_leave_a_tree() -> None:
    text = "a: 1\na: 2\nb: !x 3\n<<: {c: 4}\n[d]: 5\n"
    node, findings = parse(Source("x", text))
    assert [f.code for f in findings] == ["HQ106", "HQ109", "HQ110", "HQ120"]
    assert node is not None
    assert plain(node) == {"a": "1", "b": "3"}


@pytest.mark.parametrize(
    ("text", "line", "column", "character"),
    [
        ("a: \0", 1, 4, "U+0000"),
        ("a: 1\nb\x1b: 2", 2, 2, "U+001B"),
        ("a: 1\r\nb: \x7f", 2, 4, "U+007F"),
        ("a: 1\u2028b: \ufffe", 2, 4, "U+FFFE"),
        ("泉州: \ud800", 1, 5, "U+D800"),
    ],
)
def test_stray_characters_are_named_and_placed(
    text: str, line: int, column: int, character: str
) -> None:
    node, (finding,) = parse(Source("x", text))
    assert node is None
    assert finding.span is not None
    assert (finding.span.line, finding.span.column) == (line, column)
    assert character in finding.message("en")


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_source(path).text == "a: 1\n"


def test_what_cannot_be_read_is_said_under_the_given_name(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        read_source(tmp_path / "gone.yaml", "shown.yaml")
    assert (caught.value.finding.code, caught.value.finding.where) == ("HQ101", "shown.yaml")


YAMLISH = st.text(st.sampled_from("ab:,-[]{}&*!|>'\"%@`# \n\t01企\u2028\0\ud800") | st.characters())


@given(YAMLISH)
def test_any_text_gives_a_tree_or_findings(text: str) -> None:
    node, findings = parse(Source("x", text))
    assert node is not None or findings
