# The two commands of a new machine: `make demo` and `make test`. Both set up .venv first.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest -q
OFFICE := tests/flows tests/hostile
PAGE := tests/bench tests/review tests/trust
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export DO_NOT_TRACK := 1

.PHONY: demo test test-rooms test-office test-page test-postgres soak coverage mutants check audit sbom licences gate bench golden format clean

$(VENV)/.run: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .[dev]
	touch $@

$(VENV)/.bench: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .[bench]
	touch $@

demo: $(VENV)/.run
	$(BIN)/quanze demo

test: $(VENV)/.dev
	@tests/system.sh
	@$(MAKE) --no-print-directory --jobs=3 test-rooms test-office test-page

# The three parts of the tests, side by side: the first computes, the others mostly wait.
test-rooms: $(VENV)/.dev
	$(PYTEST) $(addprefix --ignore=,tests/gate $(OFFICE) $(PAGE))

test-office: $(VENV)/.dev
	$(PYTEST) $(OFFICE)

test-page: $(VENV)/.dev
	$(PYTEST) $(PAGE)

# Five minutes of a running office under a mixed load; the long form is an hour.
soak: $(VENV)/.dev
	@tests/system.sh
	$(BIN)/python -m bench.soak --minutes 5

# The tests of the store and the flows, with every office on a private PostgreSQL.
test-postgres: $(VENV)/.dev
	@tests/system.sh
	$(BIN)/python -m tests.postgres tests/quanze tests/flows

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@git ls-files '*.py' | xargs wc -l | awk '$$2 != "total" && $$1 > 300 { print $$2 ": " $$1 " lines, at most 300"; bad = 1 } END { exit bad }'
	@tests/audit.sh $(VENV) "$(PYTHON)"

# Known vulnerabilities in what is installed; says so and goes on where no database can be asked.
audit:
	@tests/audit.sh $(VENV) "$(PYTHON)"

# A list of all that is installed with versions and licences, for other programs to read (CycloneDX).
sbom: $(VENV)/.run
	@tests/audit.sh $(VENV) "$(PYTHON)" sbom.json

licences: $(VENV)/.run
	$(BIN)/python docs/licences.py

gate: $(VENV)/.dev
	$(BIN)/python -m pytest tests/gate

bench: $(VENV)/.bench
	$(BIN)/quanze bench tables
	$(BIN)/quanze bench extract
	$(BIN)/quanze bench match

# Lines and branches that the tests run through.
coverage: $(VENV)/.dev
	$(BIN)/coverage erase
	@$(MAKE) --no-print-directory test PYTEST="$(BIN)/coverage run -m pytest -q"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-covered --fail-under=95

# Does a test notice where a line of the rules or the matching is changed? A sample; takes an hour.
mutants: $(VENV)/.dev
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .[mutation]
	$(BIN)/python -m tests.mutants

golden: $(VENV)/.dev
	QUANZE_GOLDEN=rewrite $(BIN)/python -m pytest -q tests/test_samples.py tests/rules/test_truth.py tests/rules/test_sample_rows.py tests/matchers/test_golden.py tests/matchers/test_matter_pairs.py

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) var demo
