# Two commands do everything: `make run` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
NODE_STAMP := $(VENV)/.node
E2E_PACKAGES := tests/e2e/node_modules/.package-lock.json
export PYTHONPATH := functions
export PYTHONDONTWRITEBYTECODE ?= 1

.PHONY: chromium run test test-full mutants e2e check constraints bench capacity prove soak emulator conformance-official test-official clean help

help:           ## Show what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-22s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(STAMP)   ## Live half a year with a demo person (ARGS=--exit ends after the table)
	@$(BIN)/python -m demo $(ARGS)

# Compiling the same 900 modules in each worker and in each process that a test starts took half of their start. What is
# deployed stays as it is checked out: the compiled modules lie in a folder of their own.
# Three workers for two cores: one in three waits, for a browser, a clock or a process. Under coverage none waits.
test test-full: export PYTHONPYCACHEPREFIX := $(CURDIR)/build/pycache
test test-full: export PYTHONDONTWRITEBYTECODE :=

test: $(STAMP) $(NODE_STAMP) chromium ## Test everything, a drawn part of what is many; what cannot be had is skipped, loudly
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not soak" $(ARGS)

test-full: $(STAMP) $(NODE_STAMP) chromium ## Test everything, nothing drawn, and hold the floor of coverage
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not soak" --full --cov --cov-report=term:skip-covered $(ARGS)

mutants: $(STAMP) ## Break four promises on purpose: each must be noticed by the tests under ten seeds
	@$(BIN)/python -m tests.mutants $(ARGS)

e2e: $(STAMP) $(E2E_PACKAGES) chromium ## The whole product on firebase-tools, and a deployment rehearsed
	@$(BIN)/python -m tests.e2e $(ARGS)

check: $(STAMP) ## Lint, format, types, import direction, pinned versions
	$(BIN)/ruff check functions monitoring demo prove packages tests emulator.py
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.deployment.constraints

constraints:    ## Resolve every package anew and pin what came (needs the network)
	@$(PYTHON) -m tests.deployment.constraints --remake

bench: $(STAMP) ## Print the budgets and say which miss
	@$(BIN)/python -m tests.benchmarks $(ARGS)

capacity: $(STAMP) ## Write docs/capacity.md: costs and first walls (ARGS=--count, --simulate measure anew)
	@$(BIN)/python -m tests.benchmarks.capacity $(ARGS)

soak: $(STAMP)  ## Minutes of chaos and of hostile inputs, seeded and replayable
	$(BIN)/python -m pytest -m soak $(ARGS)

prove: $(STAMP) ## Prompts, likeness, prices and times on a real model (PROVIDER=openai BUDGET=1.00)
	@$(BIN)/python -m prove --provider $(or $(PROVIDER),painter) --budget $(or $(BUDGET),0) $(ARGS)

emulator: $(STAMP) ## The embedded Firebase alone, on firebase-tools' ports
	@$(BIN)/python -m emulator $(ARGS)

conformance-official: $(STAMP) ## The Firestore conformance suite against the emulator at FIRESTORE_EMULATOR_HOST
	@test -n "$$FIRESTORE_EMULATOR_HOST" || { echo "set FIRESTORE_EMULATOR_HOST to Google's emulator first"; exit 1; }
	$(BIN)/python -m pytest packages/embedded-firebase/tests/conformance $(ARGS)

test-official: $(STAMP) ## Security rules and races against Google's emulator at FIRESTORE_EMULATOR_HOST
	@test -n "$$FIRESTORE_EMULATOR_HOST" || { echo "NOT TESTED ON GOOGLE'S ENGINE: set FIRESTORE_EMULATOR_HOST to its emulator first"; exit 1; }
	$(BIN)/python -m pytest -n 0 --timeout 300 tests/rules $(ARGS)
	TEST_FIRESTORE_PROJECT=demo-official $(BIN)/python -m pytest -n 0 --timeout 300 tests/integration/test_races.py tests/crash/test_races.py \
	  --deselect tests/crash/test_races.py::test_two_hundred_different_wishes_against_a_limit_of_twenty_make_exactly_twenty_jobs $(ARGS)
	@echo "Not tried there: 200 wishes at once; that engine is too slow for them to end within our patience."

clean:          ## Remove the virtual environment and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis build

$(STAMP): functions/requirements.txt functions/constraints.txt pyproject.toml packages/embedded-firebase/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo "Python 3.11 or newer is needed; set PYTHON=python3.12 or the like."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check 'pip>=25.1'
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c functions/constraints.txt \
	  -r functions/requirements.txt --group dev -e 'packages/embedded-firebase[rules]'
	@touch $@

# The genuine JS SDK and the official rules grammar come from npm; without Node their checks are skipped.
$(NODE_STAMP): $(STAMP) $(wildcard tests/*/node/package.json packages/*/tests/*/node/package.json)
	@if command -v npm >/dev/null; then \
	  for folder in $(dir $(wildcard tests/*/node/package.json packages/*/tests/*/node/package.json)); do \
	    echo "Installing $$folder (once) ..."; npm install --silent --no-audit --no-fund --prefix $$folder || exit 1; \
	  done; \
	else echo "NO NODE HERE: the JS SDK and the rules grammar will not be tested. Install nodejs and npm."; fi
	@touch $@

# firebase-tools is large: it is installed for `make e2e` alone, which says so if it is not there. Without the packages'
# scripts: nothing here needs them, and one compiles a regex engine for minutes.
$(E2E_PACKAGES): tests/e2e/package.json tests/e2e/package-lock.json
	@if command -v npm >/dev/null; then \
	  echo "Installing tests/e2e (once) ..."; \
	  npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tests/e2e && touch $@; \
	fi

chromium:
	@tests/browser/install-chromium >/dev/null 2>&1 \
	  || echo "NO CHROMIUM HERE: the page will not be tested. Run: sudo tests/browser/install-chromium"
