# Everything runs in an environment of the project's own. It needs Python 3.11 or newer and make, nothing else.
# It is made once, from the versions and hashes in requirements.lock, and again when that file or pyproject.toml changes.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.complete
PYTHON ?= $(shell for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	if $$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then \
	echo $$candidate; break; fi; done)
UV ?= uv
SOURCES := $(wildcard sim tests benchmarks dashboard.py)
WORKERS ?= 2

# Python compiles a module when it is first imported; of most that is here nobody imports all.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile
COMPILE := $(BIN)/python -c 'from sim.experiment.running.warming import warm; warm()'
ENGINE_NEEDS := annotated-types holidays llvmlite numba numpy pydantic pydantic-core python-dateutil ruamel-yaml scipy simpy six \
	typing-extensions typing-inspection

DEMO_STORIES ?= $(addprefix scenarios/huwelijk/,vandaag.yaml volledig-digitaal.yaml hybride.yaml verbeterd-digitaal.yaml)
DEMO_OUT ?= results/demo
DEMO_OPTIONS ?= --replications 10 --tipping behaviour.questions.per_case+behaviour.questions.opens

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: demo
demo: $(STAMP) ## Compare the marriage stories with today, the verdict first; writes results/demo
	@$(BIN)/sweetspot compare $(DEMO_STORIES) --out $(DEMO_OUT) $(DEMO_OPTIONS)

.PHONY: dashboard
dashboard: $(STAMP) ## Open the dashboard (its address is printed)
	$(BIN)/sweetspot dashboard --no-browser

.PHONY: test
test: $(STAMP) ## Check style, types and import rules, then run the tests
	@$(BIN)/sweetspot warm & $(MAKE) --no-print-directory lint && wait # the engine is compiled meanwhile
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow and not browser"

.PHONY: slow
slow: $(STAMP) ## Run the tests that take minutes: many random towns, another processor
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m slow

.PHONY: browser
browser: $(STAMP) ## Click through the dashboard and the report in the Chromium of this system
	@$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n $(WORKERS) -m browser tests/browser

.PHONY: lint
lint: $(STAMP) ## Check style, types and import rules
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports --no-logo

.PHONY: format
format: $(STAMP) ## Lay out the code and repair what can be repaired
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

.PHONY: answers
answers: $(STAMP) ## Make every stored answer, page and picture again (what is up to date is left alone)
	$(BIN)/python -m sim.ui.make_again
	$(BIN)/python -m tests.verification.models --write
	@if $(BIN)/python -m tests.browser.chromium; then $(BIN)/python -m tests.browser.screenshots; \
	else echo "Without Chromium the pictures in docs/images stay as they are." >&2; fi

.PHONY: bench
bench: $(STAMP) ## Measure speed and memory, beside other programs (a quarter of an hour); writes docs/performance.md
	$(BIN)/python -m benchmarks

.PHONY: lock
lock: ## Choose the newest versions again and write requirements.lock (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv (pip install uv)." >&2; exit 1; }
	$(UV) pip compile pyproject.toml --group dev --extra dashboard --extra cluster --universal --fork-strategy fewest --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock

.PHONY: clean
clean: ## Remove the environment, caches and results
	rm -rf $(VENV) results build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +

# Compiling the engine needs these packages only, so it begins when they are there and goes on while the rest is installed.
# It is a head start: where it fails, the first simulation compiles. The shell that ends, also by Ctrl-C, ends it.
$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Sweetspot needs Python 3.11, 3.12, 3.13 or 3.14 and found none on the path." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version); this takes a minute or two, once." >&2
	$(PYTHON) -m venv --clear $(VENV)
	@awk -v wanted=' $(ENGINE_NEEDS) ' '/^[^ #]/ { split($$1, part, "=="); on = index(wanted, " " part[1] " ") } on' \
		requirements.lock > $(VENV)/engine.lock
	@head=; trap 'if test -n "$$head"; then kill "$$head" 2>/dev/null || true; fi' EXIT; \
	echo "Installing what the engine needs, then the rest while the engine is compiled." >&2; \
	if $(INSTALL) --require-hashes -r $(VENV)/engine.lock; then $(COMPILE) & head=$$!; fi; \
	$(INSTALL) --require-hashes -r requirements.lock; \
	$(INSTALL) --no-deps --no-build-isolation -e .; \
	if test -n "$$head"; then wait "$$head" || echo "Compiling ahead failed; the first simulation compiles." >&2; head=; fi
	@touch $@
