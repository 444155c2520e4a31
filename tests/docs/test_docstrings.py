"""Every public name says what it means, and every call that can refuse says how."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest

import huiqi

CLASSES = [getattr(huiqi, name) for name in huiqi.__all__ if inspect.isclass(getattr(huiqi, name))]
EVERYDAY = {"__getitem__", "__init__"}


def methods(cls: type) -> Iterator[tuple[str, Any]]:
    """What callers use of a class: its own public functions and properties."""
    for name, member in vars(cls).items():
        if name.startswith("_") and name not in EVERYDAY:
            continue
        found = member.__func__ if isinstance(member, (classmethod, staticmethod)) else member
        found = getattr(found, "fget", None) or getattr(found, "func", None) or found
        if inspect.isfunction(found) and found.__module__.startswith("huiqi"):
            if found.__code__.co_filename.startswith("<"):  # made by dataclass
                continue
            yield f"{cls.__name__}.{name}", found


FUNCTIONS = dict(pair for cls in CLASSES for pair in methods(cls))


def called_on_self(tree: ast.AST) -> set[str]:
    """The methods of its own object that a function calls."""
    return {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "self"
    }


def test_the_public_names_are_classes_and_the_version():
    assert {c.__name__ for c in CLASSES} == {*huiqi.__all__} - {"__version__"}
    assert len(FUNCTIONS) > 40


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
def test_every_class_says_what_it_is(cls: type):
    said = vars(cls).get("__doc__") or ""
    assert said.strip().endswith((".", "`")), cls
    assert not said.startswith(f"{cls.__name__}("), "the dataclass's own text"


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if not n.endswith(".__init__")])
def test_every_call_says_what_it_does(name: str):
    assert inspect.cleandoc(FUNCTIONS[name].__doc__ or ""), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_can_be_raised_is_said(name: str):
    """What a function raises itself, and what the methods it calls on its object say they raise."""
    function = FUNCTIONS[name]
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    raises = any(isinstance(node, ast.Raise) and node.exc for node in ast.walk(tree))
    owner = name.partition(".")[0]
    for called in called_on_self(tree):
        told = FUNCTIONS.get(f"{owner}.{called}")
        raises |= told is not None and "Raises:" in (told.__doc__ or "")
    if raises:
        assert "Raises:" in (function.__doc__ or ""), name


@pytest.mark.parametrize("name", FUNCTIONS)
def test_everything_is_typed(name: str):
    function = FUNCTIONS[name]
    wanted = {*inspect.signature(function).parameters, "return"} - {"self", "cls"}
    assert wanted <= function.__annotations__.keys()
