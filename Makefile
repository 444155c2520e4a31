# Needs Python 3.10 or newer with its headers, make and a C compiler; the rest is set up in .venv.
# Another interpreter: make test PYTHON=python3.12 (after `make clean`, if there is a .venv already).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Spark is large and runs on Java only: without one its tests are skipped.
SPARK := $(shell command -v java >/dev/null && echo "--group spark")
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test lint format docs bench dist clean
.DELETE_ON_ERROR:

help:
	@echo "make demo     check an example company, and score a list of 200"
	@echo "make test     linters, types, layer contract and all tests"
	@echo "make lint     the same without the tests"
	@echo "make format   put the Python code into shape"
	@echo "make docs     write the reference tables anew"
	@echo "make bench    run the benchmarks"
	@echo "make dist     build the wheel and the source distribution into dist/"
	@echo "make clean    remove .venv and everything else that was made"
	@echo
	@echo "Each sets up what it needs in .venv. PYTHON=python3.12 chooses the interpreter."

demo: $(VENV)/.installed
	$(BIN)/huiqi check examples/01-quanzhou.yaml
	@mkdir -p build
	$(BIN)/huiqi score examples/companies.csv -o build/scored.xlsx

# The tests come last, so that their closing line is the last one; on as many processors as there
# are, a file of tests on one, because tests of a file share what takes long to make.
test: lint
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev
	$(BIN)/python -m huiqi.cli.reference

bench: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -p benchmark --benchmark-only tests/benchmarks

dist: $(VENV)/.installed-dev
	rm -rf dist
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) build dist .benchmarks .coverage .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache
	find engine tests examples -name __pycache__ -type d -prune -exec rm -rf {} +

# Setting up. The stamps make repeated runs quick; a change of pyproject.toml installs again.

# Python 3.13 dropped a name that durable-rules 2.0.28 calls; the function behind it is still there.
# Elsewhere Python's own definition of the name wins.
$(VENV)/.installed $(VENV)/.installed-dev: export CPPFLAGS += -DPyEval_CallObject=PyObject_CallObject

$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { echo "No '$(PYTHON)' here. Install Python 3.10 or newer, or name it: make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c "$$CHECK"
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --upgrade "pip>=25.1"
	@touch $@

# durable-rules is always built here: a wheel that pip kept may lack the definition above.
$(VENV)/.installed: $(VENV)/.created pyproject.toml
	$(INSTALL) --no-binary durable-rules --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(INSTALL) --no-binary durable-rules --editable ".[author]" --group dev $(SPARK)
	@touch $@

# What a fresh machine may lack, said at once instead of after a page of pip's output.
define CHECK
import os, shlex, shutil, sys, sysconfig
lacks = []
if sys.version_info < (3, 10):
    lacks.append("Python 3.10 or newer (this is %d.%d)" % sys.version_info[:2])
try:
    import ensurepip, venv
except ImportError:
    lacks.append("the venv module (Debian, Ubuntu: apt install python3-venv)")
if not os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h")):
    lacks.append("Python's C headers (Debian, Ubuntu: apt install python3-dev; Fedora: python3-devel)")
compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
if not shutil.which(shlex.split(compiler)[0]):
    lacks.append("a C compiler, here `%s` (Debian, Ubuntu: apt install build-essential; macOS: xcode-select --install)" % compiler)
if lacks:
    sys.exit("huiqi cannot be set up with %s, which lacks:\n  - %s\nThe headers and the compiler are for durable-rules, which comes as C source only." % (sys.executable, "\n  - ".join(lacks)))
endef
export CHECK
