# One door to each habit. `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DEMO ?= 1
export PORT DEMO

.PHONY: help install install-dev run test test-rest test-all test-nightly check security audit format bench torture backup restore lock clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(VENV)/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Clearway needs Python 3.11 or newer."; exit 1; }
	@echo "Installing what Clearway runs on (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	@echo "Installing what checking it takes (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

install: $(VENV)/installed ## Set up .venv alone

install-dev: $(VENV)/installed-dev ## Set up .venv with what tests and checks need

run: install ## Serve it: web server and worker (PORT=8000; DEMO=0 begins an empty site)
	@$(BIN)/python -m forum.serve

test: install-dev ## Run the tests on SQLite, and what speaks SQL on PostgreSQL where it answers
	@$(BIN)/python -m tests.run

test-rest: install-dev ## Run what `make test` left out and what is as quick: all cases, and the rest on PostgreSQL
	@$(BIN)/python -m tests.run --rest

test-all: install-dev ## Run that, and what takes long: long walks, all random examples, axe at more widths
	@$(BIN)/python -m tests.run --rest --thorough

test-nightly: install-dev ## The same, with ten times its random examples
	@TEST_DEPTH=nightly $(BIN)/python -m tests.run --rest --thorough
	@TEST_DEPTH=nightly $(BIN)/python -m tests.torture

check: install-dev ## Lint, format, architecture, types, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --lint --quiet templates tests/support/gallery_pages

security: install-dev ## Known faults in packages, dangerous code, and every page and form as every role
	$(BIN)/ruff check --select S .
	@$(BIN)/python -m tests.security.audit
	@TEST_DEPTH=full $(BIN)/python -m pytest -q -n auto tests/security tests/routes tests/core/test_text_attacks.py tests/web

audit: install-dev ## Known faults in packages alone
	@$(BIN)/python -m tests.security.audit

format: install-dev ## Put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev ## Run the benchmarks
	$(BIN)/python -m bench.pages
	$(BIN)/python -m bench.search --documents 10000,50000

torture: install-dev ## Kill web server and worker in the middle of work, 25 times, lock, damage, and look for what was lost
	@$(BIN)/python -m tests.torture

backup: install ## Write the whole state into backups/, while the site runs
	@$(BIN)/flask --app wsgi backup

restore: install ## Put a backup back into a stopped site (FILE=backups/...)
	@test -n "$(FILE)" || { echo "Say which: make restore FILE=backups/clearway-....tar.gz"; exit 1; }
	@$(BIN)/flask --app wsgi restore "$(FILE)"

lock: install-dev ## Pin the newest versions that requirements*.in allow, with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header -q requirements.in -o requirements.txt
	$(BIN)/uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header -q requirements-dev.in -o requirements-dev.txt
	$(BIN)/uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header -q requirements-whoosh3.in -o requirements-whoosh3.txt
	$(BIN)/uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-header -q requirements-audit.in -o requirements-audit.txt

clean: ## Remove .venv and caches; the data in instance/ stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .whoosh3 .audit
