# Every command in one line each: `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
CASE ?= examples/reports/numb_arms_and_thin_left_hand.yaml
OUT ?= out
PORT ?= 8000
export MPLCONFIGDIR ?= $(OUT)/.cache

.PHONY: help run clinic report test test-postgres journeys lint bench validate docs clean evaluate

help:  ## list the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/.clinic  ## set up and open the demo clinic at http://127.0.0.1:8000 (PORT=number for another)
	@$(BIN)/myotome serve --demo --port $(PORT)

clinic: run  ## the same as make run

report: $(VENV)/.run  ## set up, assess a published case (CASE=path for another) and open its report
	@$(BIN)/myotome assess $(CASE) --out $(OUT) --open

test: $(VENV)/.test  ## set up and run the tests
	@$(BIN)/python -m pytest $(ARGS)

test-postgres: $(VENV)/.test  ## run the tests of the clinic and its record again, on PostgreSQL (its programs must be on the machine)
	@MYOTOME_TEST_DATABASE=postgres $(BIN)/python -m pytest tests/unit/record tests/unit/clinic $(ARGS)

journeys: $(VENV)/.test  ## walk the clinic in a real browser (needs Chromium; skips and says so without)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile $$($(BIN)/python tools/group.py journeys) && $(BIN)/python -m pytest tests/journeys

lint: $(VENV)/.lint  ## style, types, import map and knowledge check
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/myotome knowledge check

bench: $(VENV)/.bench  ## speed and memory against named peers, measured now
	@$(BIN)/python benchmarks/run.py

validate: $(VENV)/.test  ## how right we are on the cases that can be seen here
	@$(BIN)/python validation/run.py

evaluate: $(VENV)/.run  ## rank of the truth on the 21 published cases
	@$(BIN)/myotome evaluate reports examples/reports

docs: $(VENV)/.test  ## write the generated reference pages and run the documentation's code blocks
	@$(BIN)/python tools/write_reference.py && $(BIN)/python -m pytest tests/docs

clean:  ## remove the virtual environment and everything that was made
	@rm -rf $(VENV) $(OUT) .mypy_cache .ruff_cache .hypothesis .pytest_cache dist build

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "Myotome needs Python 3.11 or newer, and none was found: install it from https://www.python.org or your system's packages."; exit 1; fi
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing: on Debian and Ubuntu, install the package python3-venv."; exit 1; }
	@echo "Making the virtual environment $(VENV) with $(PYTHON) ..." && $(PYTHON) -m venv $(VENV)

# Without compiling: of 500 MB of libraries a program uses a tenth, which is compiled when it is first imported. It halves the time.
$(VENV)/.run: pyproject.toml | $(BIN)/python
	@echo "Installing Myotome (about a minute, the first time only) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -e . || { echo "pip could not install the dependencies: is there a way to PyPI from here?"; exit 1; }
	@touch $@

$(VENV)/.clinic: pyproject.toml | $(BIN)/python
	@echo "Installing Myotome and its clinic (a minute or two, the first time only) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -e ".[clinic]" || { echo "pip could not install the dependencies: is there a way to PyPI from here?"; exit 1; }
	@touch $(VENV)/.run $@

$(VENV)/.test: $(VENV)/.clinic
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile $$($(BIN)/python tools/group.py test) && touch $@

$(VENV)/.lint: $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile $$($(BIN)/python tools/group.py lint) && touch $@

$(VENV)/.bench: $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile $$($(BIN)/python tools/group.py bench) && touch $@
