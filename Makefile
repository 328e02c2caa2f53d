# make demo   the main job on the bundled reports, from nothing but Python and make
# make test   everything CI checks
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# the constraints pin what CI tests (a CPU build of torch among them)
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test test-all lint schema clean

$(VENV)/.base: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else f"Python 3.11 to 3.13 is wanted, this is {sys.version.split()[0]}: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[readers]'
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) -e '.[readers,frames,eval,train,dev]'
	@touch $@

demo: $(VENV)/.base
	$(BIN)/fazhi-nlp analyze examples --out-dir out

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests training benchmarks
	$(BIN)/ruff format --check src tests training benchmarks
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -m "not slow" -n 2

test-all: lint
	$(BIN)/pytest -n 2

schema: $(VENV)/.dev
	$(BIN)/python -c "import json; from fazhi_nlp.report import json_schema; print(json.dumps(json_schema(), ensure_ascii=False, indent=1))" > src/fazhi_nlp/report/schema.json

clean:
	rm -rf $(VENV) out dist
