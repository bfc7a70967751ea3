# coopnet. `make` alone says what can be done. Needs only python3 (3.11 or newer, with venv) and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
PORT ?= 5000
COOPNET_DATA ?= instance
export PORT COOPNET_DATA

CATALOGUES := $(wildcard coopnet/translations/*/LC_MESSAGES/messages.po)
COMPILED := $(CATALOGUES:.po=.mo)
# What .env sets counts where the environment says nothing.
WITH_ENV := $(if $(wildcard .env),$(BIN)/dotenv -f .env run --no-override --,env)
LOCK := $(BIN)/pip-compile --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-options --no-header \
	--strip-extras --allow-unsafe --quiet --no-emit-find-links
OLD := $(VENV)-2.0
ASKS_THE_DATABASE := tests/foundation tests/accounts tests/trainings tests/registrations tests/house/test_queries.py tests/house/test_migrations.py
# One more than cores, since tests wait for servers; not more than five.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); if [ $$n -gt 4 ]; then echo 5; else echo $$((n + 1)); fi)
PYTEST := $(BIN)/pytest -n $(WORKERS)

# Measuring which branches are tried takes a third longer: only where everything is, and on the embedded engine alone.
MEASURE := $(if $(filter sure,$(MAKECMDGOALS)),--cov=coopnet --cov-branch --cov-report=)
LEAST_COVERED ?= 95

.DEFAULT_GOAL := help
.PHONY: help run test sure nightly mutants lint format types migrate migration i18n bench screens backup lock clean old-sqlalchemy

help: ## this list
	@echo "make run           web and worker on http://localhost:$(PORT), with the demo programme (DEMO=0: empty)"
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | grep -v '^run:' | sed -E 's/^([a-z0-9-]+):.*## /\1\t/' | \
		awk -F'\t' '{ printf "make %-13s %s\n", $$1, $$2 }'

# ---- run
# Locks are complete: without --no-deps pip would look whether something newer has come, and stumble over it.

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "venv is missing: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements/run.txt | $(VENV)/bin/python
	@echo "Installing what coopnet needs (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing what testing coopnet needs (once)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@

%.mo: %.po | $(VENV)/bin/python
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

run: $(VENV)/.run ## web server and worker; Ctrl-C ends both
	@$(MAKE) --no-print-directory compiled
	@$(WITH_ENV) sh -c '$(FLASK) db upgrade && export DEMO="$${DEMO:-1}" && \
		{ [ "$$DEMO" = 0 ] || $(FLASK) demo load; } && exec $(FLASK) serve'

.PHONY: compiled
compiled: $(COMPILED)
	@:

migrate: $(VENV)/.run ## bring the database to the newest schema
	@$(WITH_ENV) $(FLASK) db upgrade

backup: $(VENV)/.run ## a copy of database and files into build/backup/, made while coopnet runs
	@mkdir -p build/backup
	@$(WITH_ENV) $(FLASK) backup build/backup

# ---- check

test: $(VENV)/.dev compiled ## everything that can pass on this machine, in minutes
ifdef MEASURE
	@$(PYTEST) -m "not storm and not postgres" $(MEASURE)
	@$(PYTEST) -m "postgres and not storm"
else
	@$(PYTEST) -m "not storm"
endif

sure: lint types test old-sqlalchemy ## all there is: lint, types, contracts, both engines, browser, storms, coverage
	@$(PYTEST) -m storm $(MEASURE) --cov-append --cov-report=term:skip-covered --cov-fail-under=$(LEAST_COVERED)
	@$(BIN)/coverage report --include='coopnet/*/rules.py,coopnet/*/rules/*' --skip-covered --show-missing --fail-under=100

nightly: $(VENV)/.dev compiled ## the long run: 200 kills, 10,000 steps of the queue and 10,000 hostile forms an engine; every look; mutants
	@COOPNET_KILLS=200 COOPNET_MACHINE_EXAMPLES=600 COOPNET_HOSTILE_FORMS=10000 $(BIN)/pytest -n 0 \
		$(addprefix tests/registrations/test_,killed.py queue_machine.py hostile_forms.py)
	@COOPNET_SURVEY=whole $(BIN)/pytest -n 0 tests/browser/test_access.py
	@$(MAKE) --no-print-directory mutants

mutants: $(VENV)/.dev compiled ## wrongs put into the rules and services of registrations: each must fail a test; ends within an hour
	@$(BIN)/python -m tests.mutation

lint: $(VENV)/.dev ## style, contracts between rooms, templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates

types: $(VENV)/.dev ## mypy, strict
	@$(BIN)/mypy

format: $(VENV)/.dev ## put the code in the one layout
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

$(OLD)/.done: requirements/sqlalchemy-2.0.txt
	@$(PYTHON) -m venv $(OLD)
	@$(OLD)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

# On PostgreSQL: what still asks for the older one are databases that are spoken to as that one is.
old-sqlalchemy: $(OLD)/.done ## what asks the database once more on SQLAlchemy 2.0, which the newer one must not leave behind
	@$(OLD)/bin/pytest -n $(WORKERS) -m "postgres and not storm" $(ASKS_THE_DATABASE)

bench: $(VENV)/.dev compiled ## speed beside a bare Flask app on this machine
	@$(BIN)/python -m tests.bench

screens: $(VENV)/.dev compiled ## pictures of the main pages into build/screens/
	@$(BIN)/python -m tests.browser.screens

# ---- change

migration: $(VENV)/.dev ## a new migration from the models: make migration M="what it is for"
	@$(FLASK) db migrate -m "$(M)"

i18n: $(VENV)/.dev ## collect the texts into the catalogues
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k lazy_gettext -k _l -k lazy_pgettext:1c,2 -c "Translators:" \
		--no-location --sort-output -o build/messages.pot .
	@$(BIN)/pybabel --quiet update -i build/messages.pot -d coopnet/translations --no-fuzzy-matching --ignore-obsolete
	@sed -i -E '1{/^$$/d};/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By): /d' \
		coopnet/translations/*/LC_MESSAGES/messages.po

lock: $(VENV)/.dev ## requirements/*.txt anew from requirements/*.in
	@cd requirements && for lock in run dev sqlalchemy-2.0; do ../$(LOCK) $$lock.in -o $$lock.txt || exit 1; done

clean: ## forget everything that can be made again; data stay
	@rm -rf $(VENV) $(VENV)-* build htmlcov .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .grimp_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -f $(COMPILED)
