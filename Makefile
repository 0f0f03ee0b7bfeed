# One place for the commands that people and CI run.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-full install install-spark check format lock messages screenshots bench bench-full

# Where a person looks on, the demo ends with its pages open; in CI and in a pipe it ends.
run: install
	@if [ -t 0 ] && [ -t 1 ] && [ -z "$$CI" ]; then $(BIN)/malvakt demo --serve; else $(BIN)/malvakt demo; fi

test: install
	$(BIN)/pytest

# Longer: the properties look for new examples instead of trying the same ones again, the campaigns run, and Spark where it is.
test-full: install
	HYPOTHESIS_PROFILE=searching $(BIN)/pytest -m ""

install: .venv/installed

# Rebuilt when the lock or the project's own metadata changes; every package is checked against its hash.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: install
	$(BIN)/uv lock --upgrade
	$(BIN)/uv export --quiet --no-emit-project --format requirements-txt --output-file requirements.lock
	$(BIN)/uv export --quiet --no-emit-project --only-group spark --format requirements-txt --output-file requirements-spark.lock

# The texts that users read: taken from mark("…") in the code and {% translate "…" %} in the pages into the bokmål catalogue, which a person then completes.
LOCALE := engine/locale
messages: install
	$(BIN)/pybabel --quiet extract --mapping pyproject.toml --keyword mark --no-location --sort-output --no-wrap --project malvakt --version "" \
		--omit-header --output-file $(LOCALE)/malvakt.pot engine
	$(BIN)/pybabel --quiet update --domain malvakt --input-file $(LOCALE)/malvakt.pot --output-dir $(LOCALE) --no-wrap \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel --quiet compile --domain malvakt --directory $(LOCALE)

# The pictures of README.md and docs/workplace.md, taken anew of the demo in Debian's chromium (docs/pictures/take.py).
screenshots: install
	$(BIN)/python docs/pictures/take.py

# What the spark tests need besides: PySpark, checked against its hashes. Java 17 must be there.
install-spark: install .venv/spark

.venv/spark: requirements-spark.lock .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock
	touch $@

# Each claim of speed as a ratio in one run; the results are compared before anything is timed.
bench: install
	$(BIN)/python -m benchmarks.starting
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.expression
	$(BIN)/python -m benchmarks.measures
	$(BIN)/python -m benchmarks.worktime
	$(BIN)/python -m benchmarks.queue --postgresql
	$(BIN)/python -m benchmarks.users --postgresql
	if [ -e .venv/spark ]; then $(BIN)/python -m benchmarks.spark; else echo "spark: not installed, nothing was measured"; fi

# What takes long: 3.5 years of a large hospital's shifts, and Spark over 10⁸ records.
bench-full: bench
	$(BIN)/python -m benchmarks.worktime --full
	if [ -e .venv/spark ]; then $(BIN)/python -m benchmarks.spark 100000000; fi
