# Everything a newcomer needs: `make demo`, `make test`. Both install into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
PURE := scheduler/core/*,adapters/base/*,adapters/http.py,adapters/waiting.py

.PHONY: demo test coverage covered torture check test-specs test-servers test-ghost bench lock clean

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("tambour needs Python 3.11 or newer; set PYTHON=/path/to/it" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m pip check --disable-pip-version-check
	touch $(READY)

demo: $(READY)  ## the whole job on the sample site: plan, publish with a fast clock, read the log
	@$(BIN)/python -m scheduler.demo config/sample

test: $(READY)  ## every test that needs no server, in parallel; OPTIONS are pytest's
	$(BIN)/python -m pytest $(OPTIONS)

coverage: $(READY)  ## the same with more examples of each law, and how much of the code they reach
	TAMBOUR_LAWS=thorough $(MAKE) test OPTIONS='--cov --cov-report='
	$(MAKE) covered

covered: $(READY)  ## how much of the code the last tests with OPTIONS='--cov --cov-report=' have reached
	$(BIN)/coverage report --fail-under=90 --format=total
	$(BIN)/coverage report --fail-under=100 --include='$(PURE)'

torture: $(READY)  ## real daemons, killed 1,000 times and at every step: nothing doubled, nothing lost (some minutes)
	$(BIN)/python -m tests.torture

check: $(READY)  ## style, types and import rules
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test-specs: $(READY)  ## the adapters again, each exchange judged by the descriptions in the folder TAMBOUR_TEST_SPECS
	@test -d "$(TAMBOUR_TEST_SPECS)" || { echo "TAMBOUR_TEST_SPECS names no folder; docs/development.md says what it holds" >&2; exit 1; }
	$(BIN)/python -m pytest -n0 tests/adapters tests/specs

test-servers: $(READY)  ## the adapters against real servers on loopback (needs node, npm, and WordPress from Debian)
	$(BIN)/python -m tests.servers

test-ghost: $(READY)  ## the same for Ghost, which takes minutes to install (needs node, npm and a C++ compiler)
	$(BIN)/python -m tests.servers ghost

bench: $(READY)  ## ratios to named floors, see docs/benchmarks.md and docs/performance.md
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.idle
	$(BIN)/python -m benchmarks.teasers config/sample/content
	$(BIN)/python -m benchmarks.planning
	$(BIN)/python -m benchmarks.rehearsal
	$(BIN)/python -m benchmarks.review
	$(BIN)/python -m benchmarks.dispatch

lock: $(READY)  ## resolve pyproject.toml anew into requirements.lock (docs/development.md says why this tool)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate --group dev --upgrade --output-file requirements.lock pyproject.toml

clean:
	rm -rf $(VENV) dist build .coverage* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
