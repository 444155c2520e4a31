"""Where new files of a folder go: to where the folder's rules are read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiqi.author.skeleton import layer_for_new, skeleton
from huiqi.load.rulebook import Layer, bundled


@pytest.mark.parametrize(
    ("there", "below", "rules", "seeds"),
    [
        ((), "", "rules", "seeds"),
        (("rules",), "", "rules", "seeds"),
        (("vocabulary",), "", ".", "seeds"),
        (("seeds",), "", ".", "seeds"),
        (("rules/vocabulary", "seeds"), "rules", "rules", "seeds"),
        (("rules/vocabulary", "rules/seeds", "seeds"), "rules", "rules", "rules/seeds"),
    ],
)
def test_new_files_lie_where_they_are_read(
    there: tuple[str, ...], below: str, rules: str, seeds: str, tmp_path: Path
):
    for folder in there:
        (tmp_path / folder).mkdir(parents=True)
    layer = layer_for_new(tmp_path / below)
    assert layer.rules == tmp_path / rules
    assert layer.seeds == tmp_path / seeds
    for path in skeleton(layer, "doc", ["one", "two", "one"], alone=True):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    read = Layer.at(tmp_path / below)
    assert {path.name for path in read.rules.glob("doc/*.yaml")} == {"one.yaml", "two.yaml"}
    assert [path.name for path in read.seeds.iterdir()] == ["doc.yaml"]


def test_a_programme_for_a_bundled_document_goes_into_its_own_folder():
    home = bundled()
    assert list(skeleton(home, "hnte-2016", ["cn-new"])) == [home.rules / "hnte-2016/cn-new.yaml"]
