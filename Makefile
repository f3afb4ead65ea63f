# One word for each job. Everything is set up in .venv; nothing outside it is changed.
PYTHON ?= python3
BIN := .venv/bin
# What the app is measured beside; never part of Stilla.
PEERS := .venv-peers
export PYTHONUTF8 = 1
# What a verdict rests on is covered whole, lines and branches, by its own tests. Only they are traced: it makes tests slow.
CORE := tests/rules tests/test_findings.py tests/test_kidney.py
# Two workers on two cores: threads of the linear algebra would only get in each other's way.
export OPENBLAS_NUM_THREADS = 1

.PHONY: help setup demo test test-full check fmt coverage bench calibration validation screenshots serve clean

help:            ## this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup: .venv/ready   ## make .venv with everything

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Stilla needs Python 3.11 or newer; this is $$($(PYTHON) --version). Set PYTHON=python3.12, say."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q src
	@touch $@

.venv/spark: .venv/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,spark,bench]'
	@touch $@

demo: setup      ## the main job on a real example in both languages, then a whole trial of one
	$(BIN)/stilla check examples/anna.toml --lang en --as-of 2026-11-22
	@echo
	$(BIN)/stilla check examples/anna.toml --lang sv --as-of 2026-11-22
	@echo
	$(BIN)/python examples/trial/run.py

check: setup     ## formatting, lint, types, import contract, knowledge
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/stilla knowledge check

test: check      ## all checks and the tests
	sh tests/browser/chromium.sh
	sh tests/clinic/postgres.sh
	$(BIN)/python -m pytest -n auto -m "not slow" $(CORE:%=--ignore=%)
	$(BIN)/python -m pytest -n auto -m "not slow" --cov --cov-fail-under=100 $(CORE)

test-full: check .venv/spark ## also what is slow: thousands of newly generated cases, Spark
	sh tests/browser/chromium.sh
	sh tests/clinic/postgres.sh
	sh tests/population/java.sh
	$(MAKE) --no-print-directory $(PEERS)/cql/ready
	STILLA_HYPOTHESIS=explore $(BIN)/python -m pytest -n auto
	$(BIN)/python benchmarks/cql.py 20000 100

coverage: setup  ## which lines of all modules the tests reach (long)
	$(BIN)/python -m pytest -n auto -m "not slow" --cov=stilla --cov-report=term

bench: setup .venv/spark $(PEERS)/ready $(PEERS)/cql/ready ## speed, each beside a peer on the same work; LABELS=folder also reads a folder of labels
	$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/assess.py
	$(BIN)/python benchmarks/timetable.py
	$(BIN)/python benchmarks/foods.py $(FOODS)
	$(BIN)/python benchmarks/trial.py
	$(BIN)/python benchmarks/randomisation.py
	$(BIN)/python benchmarks/pooling.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/physiology.py
	PEERS_PYTHON=$(PEERS)/bin/python $(BIN)/python benchmarks/app.py
	$(BIN)/python benchmarks/bundle.py
	$(BIN)/python benchmarks/synthetic.py
	PEERS_PYTHON=$(PEERS)/bin/python $(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/population.py
	$(BIN)/python benchmarks/cql.py
	$(BIN)/python benchmarks/cds.py
	$(BIN)/python benchmarks/region.py
	@test -z "$(LABELS)" || $(BIN)/python benchmarks/labels.py $(LABELS)

$(PEERS)/ready: benchmarks/peers/constraints.txt
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --constraint $< streamlit nicegui
	@touch $@

$(PEERS)/cql/ready: benchmarks/peers/cql/package.json
	@command -v npm >/dev/null || { echo "The CQL engine needs Node.js and npm. On Debian: apt install nodejs npm"; exit 1; }
	@mkdir -p $(PEERS)/cql
	@cp $< $(PEERS)/cql/
	@npm install --silent --no-fund --no-audit --no-package-lock --prefix $(PEERS)/cql
	@touch $@

fmt: setup       ## put the formatting right
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

calibration: setup ## the trial's analysis against other programs and known truths: docs/calibration.md; then the mutants (long)
	$(BIN)/python -m calibration.run
	$(BIN)/python -m calibration.mutants

validation: setup ## the model of magnesium in the body against what was published: docs/validation.md
	$(BIN)/python -m calibration.validation

screenshots: setup ## pictures of the main pages, of invented people: docs/screenshots
	sh tests/browser/chromium.sh
	PYTHONPATH=tests:tests/interfaces $(BIN)/python -m browser.screenshots

serve: setup     ## the app in the browser, on this computer alone
	$(BIN)/stilla serve

clean:           ## remove .venv and caches
	rm -rf .venv $(PEERS) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
