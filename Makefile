# make run: install and open the assistant. make test: install and pass the tests.
PYTHON ?= python3
BIN := .venv/bin
export HF_HUB_OFFLINE := 1
# Tests run in so many processes; what a file's tests share is made once.
JOBS ?= 2

.PHONY: run test gate lint format clean help

help:
	@echo "make run    install, put the starter corpus into the library, open the assistant"
	@echo "make test   install what the tests need; lint, types, imports, tests"
	@echo "make gate   the development cases against their baseline"
	@echo "make clean  remove the virtual environment and what the tools left behind"

run: .venv/.run
	$(BIN)/lpip-ui

test: .venv/.test lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder
	$(MAKE) gate

# Red when a measure of the development cases fell; `make gate UPDATE=--update` accepts what is new.
gate: .venv/.test
	$(BIN)/lpip-eval gate --baseline eval/gate/domain.json $(UPDATE)

lint: .venv/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/.test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Give another one: make run PYTHON=python3.12")'
	$(PYTHON) -m venv .venv

# torch first and pinned: a plain "pip install" of what needs it may fetch gigabytes of GPU libraries.
.venv/.run: pyproject.toml .constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 -c .constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .constraints.txt -e .
	@touch $@

.venv/.test: .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .constraints.txt -e ".[test]"
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
