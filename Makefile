# make demo   the main job on the bundled reports, from nothing but Python and make
# make test   everything CI checks
# make release   wheel, source distribution, the model's distribution and bill of materials into dist/, built twice and tried in an empty environment
# make docs   the documentation site, in site/
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
# the constraints pin what CI tests (a CPU build of torch among them)
PIP     = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test test-all lint docs schema licences release gate bench-accuracy bench-curve bench-cluener bench-speed clean

$(VENV)/.base: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else f"Python 3.11 to 3.13 is wanted, this is {sys.version.split()[0]}: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e '.[readers]'
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(PIP) -e '.[readers,frames,eval,train,dev]'
	@touch $@

# jieba, by which the search of the site cuts Chinese words, is there as source only
$(VENV)/.docs: $(VENV)/.base
	$(PIP) -e '.[readers,docs]'
	@touch $@

demo: $(VENV)/.base
	$(BIN)/fazhi-nlp analyze examples --out-dir out

lint: $(VENV)/.dev
	$(BIN)/ruff check src tests training benchmarks docs tools models
	$(BIN)/ruff format --check src tests training benchmarks docs tools models
	$(BIN)/mypy

test: lint
	$(BIN)/pytest -m "not slow" -n 2

test-all: lint
	$(BIN)/pytest -n 2

# the theme prints a notice about MkDocs 2, which the pins keep out
docs: $(VENV)/.docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --clean

schema: $(VENV)/.dev
	$(BIN)/python -c "import json; from fazhi_nlp.report import json_schema; print(json.dumps(json_schema(), ensure_ascii=False, indent=1))" > src/fazhi_nlp/report/schema.json

licences: $(VENV)/.dev
	$(PIP) -e '.[readers,frames,web,eval,train,docs,dev]'
	$(BIN)/python tools/licences.py

release: $(VENV)/.base
	$(BIN)/python tools/release.py

# accuracy, speed and the extractions of a sample beside the checked-in figures
gate: $(VENV)/.dev
	$(BIN)/python -m benchmarks.gate

# accuracy beside baselines and peers, each in an environment of its own; an hour the first time, most of it spaCy's training
bench-accuracy: $(VENV)/.dev
	$(BIN)/python -m benchmarks.accuracy

# trains the model on four shares of the corpus: hours
bench-curve: $(VENV)/.dev
	$(BIN)/python -m benchmarks.accuracy.curve

# trains the tagger and a plain classifier on CLUENER2020, which is not part of the project (DATA: its folder): half an hour
bench-cluener: $(VENV)/.dev
	$(BIN)/python -m benchmarks.cluener --data $(DATA)

# speed, where the time goes, and how far the encoder is from the machine's arithmetic: ten minutes on two quiet cores (TORCH: torch weights of the model)
bench-speed: $(VENV)/.dev
	$(BIN)/python -m benchmarks.speed $(if $(TORCH),--torch $(TORCH))

clean:
	rm -rf $(VENV) out dist site
