# Everything runs in .venv, made from a lock with hashes; once it is fresh, nothing asks the network.

PYTHON ?= $(firstword $(foreach p,python3.13 python3.12 python3.11 python3,\
	$(shell $(p) -c 'import ensurepip, sys, venv; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))

BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PROJECT := $(INSTALL) --no-index --no-deps --no-build-isolation --editable .
RUN_STAMP := .venv/run.stamp
DEV_STAMP := .venv/dev.stamp

.DEFAULT_GOAL := help
.PHONY: help demo test check lint bench proof schema lock clean

help:  ## Say what there is to make
	@sed -n 's/^\([a-z]*\):.*##/\1\t/p' Makefile | expand -t 10

demo: $(RUN_STAMP)  ## Replay the shipped scenarios
	$(BIN)/walletsim replay

test: check  ## Check, then run every test (and each benchmark once, untimed)
	$(BIN)/python -m pytest tests $(wildcard benchmarks) --benchmark-disable

check: $(DEV_STAMP)  ## Lint, format check, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

lint: check  ## The same as check

bench: $(DEV_STAMP)  ## Measure everything and say which goals are reached, beside the peers
	$(BIN)/walletsim bench --goals --peers --commands 100000 --rounds 3

proof: $(RUN_STAMP)  ## Measure what the shipped scenarios exercise and notice (minutes)
	$(BIN)/walletsim coverage --fail-under 95
	$(BIN)/walletsim mutate --format jsonl > docs/reference/mutants.jsonl
	tail -n 3 docs/reference/mutants.jsonl

schema: $(RUN_STAMP)  ## Write schema/ again from the file models
	$(BIN)/walletsim schema

# Needs uv on the PATH; add LOCK_FLAGS=--upgrade to move to newer versions.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--group build $(LOCK_FLAGS)

lock:  ## Write both locks again from pyproject.toml (needs uv)
	$(LOCK) --output-file requirements.lock pyproject.toml
	$(LOCK) --constraint requirements.lock --extra dev --output-file requirements-dev.lock pyproject.toml

clean:  ## Remove caches and built packages (.venv stays)
	rm -rf build dist .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -path ./.venv -prune -o -name __pycache__ -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "walletsim needs Python 3.11 or newer with venv (or say make PYTHON=...)" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(RUN_STAMP): requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(PROJECT)
	@touch $@

$(DEV_STAMP): requirements-dev.lock requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	$(PROJECT)
	@touch $(RUN_STAMP) $@
