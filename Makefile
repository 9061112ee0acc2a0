# `make site` and `make test` each do everything from a fresh clone: they make .venv, install what they need and run.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCKING := build/locking
RUN := $(VENV)/.run-ready
DEV := $(VENV)/.dev-ready
BENCH := $(VENV)/.bench-ready
FUZZ := $(VENV)/.fuzz-ready
SECONDS := 60
CATALOGUE := generator/locale/zh_CN/LC_MESSAGES/fenji

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve demo test check screenshots bench fuzz locale lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(RUN) ## publish the sample office to build/site
	$(BIN)/fenji build

serve: $(RUN) ## show the sample office in a browser and follow every change
	$(BIN)/fenji serve

demo: $(RUN) ## make an office with 26 weeks of history in build/demo and publish its site
	rm -rf build/demo
	$(BIN)/fenji demo build/demo
	$(BIN)/fenji -C build/demo build

test: $(DEV) ## run all tests, with a browser; the core must be covered to 95 %
	$(BIN)/python -m tests.tools.browser
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadscope --cov --cov-report=term

check: $(DEV) ## format, lint, types, the sample's records and rules, strict build of its site
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/fenji check
	$(BIN)/fenji build

screenshots: $(DEV) ## photograph every kind of page to build/screenshots
	$(BIN)/python -m tests.tools.screenshots

bench: $(BENCH) ## measure speed and memory on generated offices
	$(BIN)/python -m tests.bench

fuzz: $(FUZZ) ## try hostile input for SECONDS (60) on each of four targets; findings in build/fuzz
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

locale: $(DEV) ## collect the texts, update and compile the Chinese catalogue
	@mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping-file=babel.cfg --sort-by-file --add-location=file --width=110 \
		--project=fenji --copyright-holder="fenji contributors" \
		--output-file=build/fenji.pot .
	$(BIN)/pybabel --quiet update --input-file=build/fenji.pot --output-file=$(CATALOGUE).po --locale=zh_CN \
		--no-fuzzy-matching --ignore-pot-creation-date --width=110
	$(BIN)/pybabel --quiet compile --input-file=$(CATALOGUE).po --output-file=$(CATALOGUE).mo

lock: $(LOCKING)/bin/uv ## choose the newest allowed versions and write them to requirements/
	$(LOCKING)/bin/uv pip compile $(UV_OPTIONS) --group build pyproject.toml --output-file requirements/run.txt
	$(LOCKING)/bin/uv pip compile $(UV_OPTIONS) --group dev --constraint requirements/run.txt pyproject.toml \
		--output-file requirements/dev.txt
	$(LOCKING)/bin/uv pip compile $(UV_OPTIONS) --group bench --constraint requirements/dev.txt pyproject.toml \
		--output-file requirements/bench.txt
	$(LOCKING)/bin/uv pip compile $(UV_OPTIONS) --group fuzz --constraint requirements/dev.txt pyproject.toml \
		--output-file requirements/fuzz.txt

# One lock for all Pythons and systems; hashes, but no address of any package index.
UV_OPTIONS := --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-annotate --no-header

clean: ## remove everything that make made
	rm -rf $(VENV) build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements/run.txt pyproject.toml tests/tools/venv
	tests/tools/venv $(PYTHON) $(VENV)
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	@touch $@

$(BENCH): requirements/bench.txt $(DEV)
	$(PIP) install --require-hashes --requirement requirements/bench.txt
	@touch $@

$(FUZZ): requirements/fuzz.txt $(DEV)
	$(PIP) install --require-hashes --requirement requirements/fuzz.txt
	@touch $@

$(LOCKING)/bin/uv: tests/tools/venv
	tests/tools/venv $(PYTHON) $(LOCKING)
	$(LOCKING)/bin/python -m pip --disable-pip-version-check --quiet install "uv>=0.9"
