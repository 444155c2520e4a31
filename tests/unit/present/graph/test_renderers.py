"""The three forms say the same, and no text of a rule file can break out of them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from huiqi import Rulebook
from huiqi.author.graph import Edge, Graph, Node, criterion_graph
from huiqi.present.graph.dot import to_dot
from huiqi.present.graph.mermaid import to_mermaid
from huiqi.present.graph.svg import to_svg
from huiqi.present.graph.text import text_width, wrap

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '</text><script>alert("x")</script> \\" ]; #quot; %% `b` & \x1b[31m\n\u202e'
GRAPH = Graph(
    HOSTILE,
    (Node(HOSTILE, "programme", HOSTILE, HOSTILE), Node("b", "test", "短 text")),
    (Edge(HOSTILE, "b", HOSTILE),),
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    book = Rulebook.load()
    return criterion_graph(book.book, book.programme("cn-tech-sme"), "zh")


def test_svg_has_a_box_for_every_node_and_an_arrow_for_every_edge(graph: Graph):
    root = ElementTree.fromstring(to_svg(graph))
    drawing = root.find(f"{SVG}g")
    assert drawing is not None
    boxes = drawing.findall(f"{SVG}g")
    said = ["".join(t.text or "" for t in box.findall(f"{SVG}text")) for box in boxes]
    assert len(boxes) == len(graph.nodes)
    assert len(drawing.findall(f"{SVG}path")) == len(graph.edges)
    for node, text in zip(graph.nodes, said, strict=True):
        assert node.text.replace(" ", "") in text.replace(" ", "")
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == graph.title


def test_svg_holds_text_as_text():
    text = to_svg(GRAPH)
    root = ElementTree.fromstring(text)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} == {
        "svg", "title", "style", "defs", "marker", "path", "rect", "g", "text",
    }  # fmt: skip
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_mermaid_has_a_line_for_every_node_and_edge(graph: Graph):
    lines = to_mermaid(graph).splitlines()
    assert lines[1] == "flowchart LR"
    assert sum(bool(re.match(r'  n\d+\["', line)) for line in lines) == len(graph.nodes)
    assert sum("-->" in line for line in lines) == len(graph.edges)


def test_mermaid_holds_text_as_text():
    lines = to_mermaid(GRAPH).splitlines()
    assert len(lines) == 5 + 5
    for line in lines[2:5]:
        quoted = re.findall('"([^"]*)"', line)
        assert len(quoted) == 1
        inner = quoted[0].replace("<br><small>", "").replace("</small>", "")
        assert not set(inner) & set("<>`\\&")


def test_dot_has_a_line_for_every_node_and_edge(graph: Graph):
    lines = to_dot(graph).splitlines()
    assert sum("[label=" in line and "->" not in line for line in lines) == len(graph.nodes)
    assert sum(" -> " in line for line in lines) == len(graph.edges)


def test_dot_holds_text_as_text():
    string = r'"(?:[^"\\]|\\.)*"'
    bare = re.sub(string, "", to_dot(GRAPH))
    assert '"' not in bare
    assert "alert" not in bare


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("研发费用占营业收入的比例", ["研发费用占营", "业收入的比例"]),
        ("注册地在泉州市，满一年", ["注册地在泉州", "市，满一年"]),
        ("注册地在泉州市区，满一年", ["注册地在泉州", "市区，满一年"]),
        ("one two three", ["one two", "three"]),
        ("incomprehensibilities", ["incomprehensibilities"]),
        ("满 365 天", ["满 365 天"]),
        ("", [""]),
    ],
)
def test_text_is_broken_where_it_may_be(text: str, lines: list[str]):
    assert wrap(text, 10, 60) == lines


def test_a_line_does_not_begin_with_a_closing_mark():
    assert wrap("注册地在泉州，满一年", 10, 60) == ["注册地在泉", "州，满一年"]


def test_a_chinese_character_is_as_wide_as_high():
    assert text_width("研发费用", 14) == 4 * 14
    assert text_width("R&D", 14) < 3 * 14
