# `make try` shows the product, `make test` proves it; both set up what they need. Needs git, make and Python >= 3.11 with venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: try test check test-postgres coverage format clean

try: $(VENV)/.installed
	$(BIN)/aggregator try

test: $(VENV)/.installed-dev
	$(BIN)/pytest -q -n auto

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The store's and the outbox's tests on a real PostgreSQL, started for this run (Debian: postgresql, postgresql-common).
test-postgres: $(VENV)/.installed-dev
	$(PIP) --editable '.[korean,dev,postgres]'
	LC_ALL=C.UTF-8 pg_virtualenv sh -c 'AGGREGATOR_TEST_POSTGRES_URL="postgresql+psycopg://$$PGUSER:$$PGPASSWORD@$$PGHOST:$$PGPORT/postgres" $(BIN)/pytest -q -m postgres'

coverage: $(VENV)/.installed-dev
	$(BIN)/pytest -q -n auto --cov --cov-report=term-missing:skip-covered

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) --editable '.[korean]'
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --editable '.[korean,dev]'
	touch $@

clean:
	rm -rf $(VENV) build dist try-out
