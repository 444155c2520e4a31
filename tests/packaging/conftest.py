"""Building the project as its users do, and clean environments to install it in.

Nothing here touches the checkout or the environment the tests run in: the builds start from a copy
of the checkout, littered as a working tree is. The installations take their dependencies from a
folder of wheels that is filled once (from the package index) and kept in pytest's cache, so they
get what the project declares and nothing else, and later runs need no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
LITTER = (
    "engine/huiqi/__pycache__/api.cpython-310.pyc",
    "engine/huiqi/.DS_Store",
    "engine/.mypy_cache/3.10/huiqi.json",
    "rules/.mypy_cache/cache.json",
    "rules/vocabulary/tiers.yaml~",
    "seeds/.DS_Store",
    "seeds/.jilin-2024.yaml.swp",
    "tests/__pycache__/conftest.pyc",
    ".hypothesis/examples/0",
    ".venv/pyvenv.cfg",
    "dist/huiqi-0.0.0.tar.gz",
)
# Says where the package lies and what its rulebook holds.
PROBE = """
import json, huiqi
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from huiqi.load.rulebook import bundled, read_rulebook
book, findings = read_rulebook([bundled()])
print(json.dumps({
    "home": str(Path(huiqi.__file__).resolve().parent),
    "rules": str(bundled().rules),
    "typed": files("huiqi").joinpath("py.typed").is_file(),
    "versions": [huiqi.__version__, version("huiqi")],
    "documents": sorted(book.documents),
    "programmes": sorted(p.key for p in book.programmes),
    "facts": sorted(book.vocabulary.facts),
}))
"""


def clean_environ(**more: str) -> dict[str, str]:
    """The environment without what would let an interpreter or pip look elsewhere."""
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "PIP_NO", "VIRTUAL"))
    }
    return kept | {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"} | more


def run(*command: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Standard output of a command that must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env or clean_environ(),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True)
class Installed:
    """A clean virtual environment that huiqi was installed into."""

    folder: Path
    elsewhere: Path

    @property
    def site_packages(self) -> Path:
        """Where its packages lie."""
        return next(self.folder.glob("lib/python*/site-packages"))

    def run(self, program: str, *arguments: str) -> str:
        """Output of one of its programs, run from a folder that is not the checkout."""
        return run(self.folder / "bin" / program, *arguments, cwd=self.elsewhere)

    def probe(self) -> dict[str, Any]:
        """What huiqi finds of itself."""
        found: dict[str, Any] = json.loads(self.run("python", "-c", PROBE))
        return found


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git would hold of the checkout."""
    copy = tmp_path_factory.mktemp("packaging") / "checkout"
    hidden = shutil.ignore_patterns(".*", "__pycache__", "*~", "dist", "build", "*.egg-info")
    shutil.copytree(ROOT, copy, ignore=hidden)
    shutil.copy(ROOT / ".gitignore", copy)
    return copy


@pytest.fixture(scope="session")
def littered(checkout: Path) -> Path:
    """The same with what editors and tools leave behind, none of which may be shipped."""
    copy = checkout.with_name("littered")
    shutil.copytree(checkout, copy)
    for litter in LITTER:
        (copy / litter).parent.mkdir(parents=True, exist_ok=True)
        (copy / litter).write_bytes(b"litter")
    return copy


@pytest.fixture(scope="session")
def built(littered: Path) -> dict[str, Path]:
    """The `sdist`, the `wheel` built from the tree, and `rebuilt`, the wheel built from the sdist.

    With the tools of the running environment: building needs no network.
    """
    dist = littered.with_name("dist")
    build = (sys.executable, "-m", "build", "--no-isolation")
    run(*build, "--wheel", "--outdir", dist / "tree", cwd=littered)
    run(*build, "--outdir", dist / "sdist", cwd=littered)
    return {
        "wheel": next((dist / "tree").glob("*.whl")),
        "sdist": next((dist / "sdist").glob("*.tar.gz")),
        "rebuilt": next((dist / "sdist").glob("*.whl")),
    }


@pytest.fixture(scope="session")
def wheels(pytestconfig: pytest.Config) -> Path:
    """Wheels of what the project declares: its dependencies and its build backend."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    needed.append("editables")  # what hatchling asks for besides, to build an editable install
    key = hashlib.sha256(repr((sys.version, sys.platform, needed)).encode()).hexdigest()[:16]
    folder: Path = pytestconfig.cache.mkdir("huiqi-wheels") / key
    if not folder.is_dir():
        partial = folder.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        # The Makefile says why durable-rules is built here, and with this definition.
        env = clean_environ(CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject")
        pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--wheel-dir", partial)
        run(*pip, "--no-binary", "durable-rules", *needed, cwd=ROOT, env=env)
        partial.rename(folder)
    return folder


@pytest.fixture(scope="session")
def install(wheels: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Installed]:
    """`install(what)`: pip-install `what` into a new environment that has nothing else."""
    env = clean_environ(PIP_NO_INDEX="1", PIP_FIND_LINKS=str(wheels), PIP_NO_COMPILE="1")

    def into_clean_environment(*what: object) -> Installed:
        folder = tmp_path_factory.mktemp("venv")
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        venv.create(folder, with_pip=False, symlinks=True)
        pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
        run(*pip, "install", "--quiet", *what, cwd=elsewhere, env=env)
        return Installed(folder, elsewhere)

    return into_clean_environment


@pytest.fixture(scope="session")
def in_checkout(checkout: Path) -> dict[str, Any]:
    """What huiqi finds in the checkout, where it is not installed."""
    program = PROBE.replace('version("huiqi")', "huiqi.__version__")
    env = clean_environ(PYTHONPATH=str(checkout / "engine"), PYTHONDONTWRITEBYTECODE="1")
    found: dict[str, Any] = json.loads(
        run(sys.executable, "-c", program, cwd=checkout.parent, env=env)
    )
    return found
