"""Rulebooks as graphs: a programme's conditions, facts and the programmes they serve, derivations.

A graph is plain data, drawn by `huiqi.present.graph`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from huiqi.base.diagnostics import Language
from huiqi.check.cycles import inputs_of
from huiqi.check.rulebook import CheckedRulebook
from huiqi.explain.words import Words
from huiqi.model import criteria as ast
from huiqi.model.programme import Programme

NodeKind = Literal["programme", "combination", "test", "fact", "derived"]


@dataclass(frozen=True)
class Node:
    """A box: what it says, and a smaller line below it (an id, a clause)."""

    id: str
    kind: NodeKind
    text: str
    note: str = ""


@dataclass(frozen=True)
class Edge:
    """An arrow between two nodes by id; `text` stands on it."""

    source: str
    target: str
    text: str = ""


@dataclass(frozen=True)
class Graph:
    """Nodes in reading order, and no cycles among the edges.

    `ends_level`: nodes from which no arrow leaves stand side by side at the far end.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ends_level: bool = False


def criterion_graph(book: CheckedRulebook, programme: Programme, lang: Language) -> Graph:
    """The conditions of a programme as a tree, each with its clause."""
    words = Words(book.vocabulary, lang)
    root = Node("n0", "programme", programme.name[lang], programme.id)
    nodes, edges = [root], list[Edge]()

    def grow(parent: Node, node: ast.Criterion, text: str) -> None:
        leaf = isinstance(node, ast.Leaf)
        said = words.criterion(node)
        child = Node(
            f"n{len(nodes)}",
            "test" if leaf else "combination",
            said,
            _cited(node, programme, words),
        )
        nodes.append(child)
        edges.append(Edge(parent.id, child.id, text))
        for index, part in enumerate(ast.parts(node)):
            grow(child, part, words.rung(node, index))

    grow(root, programme.eligible, "")
    title = f"{programme.id} · {programme.name[lang]}"
    return Graph(title, tuple(nodes), tuple(edges))


def _cited(node: ast.Criterion, programme: Programme, words: Words) -> str:
    """The clause of a leaf, and how far its reading goes beyond the words."""
    if not isinstance(node, ast.Leaf):
        return ""
    readings = {
        "text": "",
        "interpretive": words.pick("解释", "interpretive"),
        "general_knowledge": words.pick("一般知识", "general knowledge"),
    }
    clause = node.clause or programme.clauses[0]
    return " · ".join(filter(None, (clause, readings[node.basis])))


def fact_graph(book: CheckedRulebook, programmes: Iterable[Programme], lang: Language) -> Graph:
    """The facts that programmes rest on, through derived facts down to what a person is asked."""
    chosen = tuple(programmes)
    used = {p.key: ast.facts_of(p.eligible) for p in chosen}
    reached = _with_inputs(book, frozenset().union(*used.values()))
    nodes = [*_facts(book, reached, lang)]
    nodes += [Node(p.key, "programme", p.name[lang], p.id) for p in chosen]
    edges = [*_derivations(book, reached)]
    edges += [Edge(f, key) for key, facts in used.items() for f in reached if f in facts]
    said = "事实与项目" if lang == "zh" else "facts and programmes"
    return Graph(said, tuple(nodes), tuple(edges), ends_level=True)


def derivation_graph(book: CheckedRulebook, lang: Language) -> Graph:
    """Every derived fact and what it is derived from."""
    reached = _with_inputs(book, frozenset(book.order))
    said = "推导出的事实" if lang == "zh" else "derived facts"
    return Graph(said, tuple(_facts(book, reached, lang)), tuple(_derivations(book, reached)))


def _with_inputs(book: CheckedRulebook, facts: frozenset[str]) -> tuple[str, ...]:
    """The facts and all that they are derived from, in the order of the vocabulary."""
    found, todo = set(facts), list(facts)
    while todo:
        derive = book.vocabulary.facts[todo.pop()].derive
        fresh = inputs_of(derive) - found if derive else frozenset[str]()
        found |= fresh
        todo += fresh
    return tuple(name for name in book.vocabulary.facts if name in found)


def _facts(book: CheckedRulebook, names: Iterable[str], lang: Language) -> Iterable[Node]:
    for name in names:
        fact = book.vocabulary.facts[name]
        yield Node(name, "derived" if fact.derive else "fact", fact.label[lang], name)


def _derivations(book: CheckedRulebook, names: Iterable[str]) -> Iterable[Edge]:
    for name in names:
        derive = book.vocabulary.facts[name].derive
        if derive is not None:
            inputs = inputs_of(derive)
            yield from (Edge(source, name) for source in book.vocabulary.facts if source in inputs)
