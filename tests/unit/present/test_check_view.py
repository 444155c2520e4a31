"""An assessment on a terminal: what is said together, and what apart."""

from __future__ import annotations

from datetime import date
from io import StringIO

from rich.console import Console

from huiqi.explain.assessment import assess
from huiqi.model import criteria as ast
from huiqi.model.profile import Profile
from huiqi.model.vocabulary import FactType
from huiqi.present.check_view import CheckView

from ...parity.rulebooks import TEXT, checked, plain

DAY = date(2024, 7, 1)


def test_reasons_of_another_basis_stand_apart():
    """One wording, twice from general knowledge, once by interpretation."""
    test = ast.Is(fact="flag")
    stated = ast.Leaf(test=test, basis="general_knowledge", because=TEXT)
    read = ast.Leaf(test=test, basis="interpretive", because=TEXT)
    words = plain(flag=FactType.BOOL)
    found = assess(checked(words, [stated, stated, read]), Profile("", {"flag": False}), DAY)
    out = StringIO()
    CheckView(words, "en").show(Console(file=out, width=120), found)
    shown = out.getvalue()
    assert "✘ 2 programmes: text" in shown
    assert shown.count("*general knowledge") == shown.count("*interpretive") == 1
