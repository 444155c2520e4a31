"""Graphs hold what the rulebook says: each condition once, each fact that serves a programme."""

from __future__ import annotations

import pytest

from huiqi import Rulebook
from huiqi.author.graph import Graph, criterion_graph, derivation_graph, fact_graph
from huiqi.model import criteria as ast


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return Rulebook.load()


def count(criterion: ast.Criterion) -> int:
    return 1 + sum(map(count, ast.parts(criterion)))


def test_a_programme_is_a_tree_of_its_conditions(book: Rulebook):
    for programme in book.programmes:
        graph = criterion_graph(book.book, programme, "zh")
        assert len(graph.nodes) == 1 + count(programme.eligible)
        assert sorted(e.target for e in graph.edges) == sorted(n.id for n in graph.nodes[1:])


def test_conditions_carry_their_clause_and_their_band(book: Rulebook):
    graph = criterion_graph(book.book, book.programme("cn-hnte"), "en")
    nodes = {node.id: node for node in graph.nodes}
    said = {(e.text, nodes[e.target].text, nodes[e.target].note) for e in graph.edges}
    assert ("", "Science and technology staff / Employees ≥ 10%", "十一(四)") in said
    share = "R&D spending over three years / Revenue over three years"
    assert ("Revenue last year ≤ 50,000,000 yuan", f"{share} ≥ 5%", "十一(五)1") in said


def test_a_condition_without_a_clause_shows_the_programmes_and_how_it_is_read(book: Rulebook):
    graph = criterion_graph(book.book, book.programme("qz16-hnte-award"), "en")
    assert graph.nodes[-1].note == "9#1 · interpretive"


def reaching(graph: Graph, target: str) -> set[str]:
    sources = {edge.source for edge in graph.edges if edge.target == target}
    return sources.union(*(reaching(graph, source) for source in sources))


def test_facts_lead_to_programmes_through_what_is_derived_from_them(book: Rulebook):
    programme = next(p for p in book.programmes if "small_or_micro" in ast.facts_of(p.eligible))
    graph = fact_graph(book.book, [programme], "en")
    reached = reaching(graph, programme.key)
    asked = {node.id for node in graph.nodes if node.kind == "fact"}
    assert {"small_or_micro", "size_class", "employees", "revenue"} <= reached
    assert asked == book.book.base_facts(ast.facts_of(programme.eligible))


def test_derived_facts_and_only_what_they_rest_on(book: Rulebook):
    graph = derivation_graph(book.book, "en")
    derived = {node.id for node in graph.nodes if node.kind == "derived"}
    assert derived == set(book.book.order)
    ends = {edge.source for edge in graph.edges} | {edge.target for edge in graph.edges}
    assert ends == {node.id for node in graph.nodes}
