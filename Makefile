# Two commands matter: `make run` and `make test`. Both build what they need first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_FLAGS := --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test format bench hostile crash picture lock clean

help: ## List these commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(VENV)/.run ## Build .venv with the pinned, hashed dependencies, and nothing else.

setup-dev: $(VENV)/.dev ## The same, plus the development tools.

$(VENV)/pyvenv.cfg:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/pyvenv.cfg .ci/lock/run.txt pyproject.toml
	$(BIN)/python -m pip install $(PIP_FLAGS) -r .ci/lock/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run .ci/lock/dev.txt
	$(BIN)/python -m pip install $(PIP_FLAGS) -r .ci/lock/dev.txt
	@touch $@

run: setup ## Start the bot; without credentials also the built-in workspace to try it in.
	$(BIN)/python -m bot run

test: setup-dev ## Formatting, lint, types, import contracts and every test.
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

format: setup-dev ## Rewrite the code in the house format.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup-dev ## Measure; ONLY=slash measures one group. Writes docs/performance.md.
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

hostile: setup-dev ## Put everything a hostile server can answer through fetching and reading; prints crashed, hung, over.
	$(BIN)/python -m benchmarks.hostile

crash: setup-dev ## Kill couriers (KILLS=200) while everything goes wrong; prints kills, lost, twice, stale for each database.
	$(BIN)/python -m benchmarks.crash --kills $(or $(KILLS),200)

picture: setup-dev ## Draw the README's picture of the workspace.
	$(BIN)/python docs/picture.py

lock: ## Pin the newest dependencies that pyproject.toml allows (needs uv).
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade pyproject.toml -o .ci/lock/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --upgrade --extra dev -c .ci/lock/run.txt pyproject.toml -o .ci/lock/dev.txt

clean: ## Remove what was built here, and the local database.
	rm -rf $(VENV) var *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
