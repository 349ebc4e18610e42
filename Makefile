# Every command a newcomer needs. `make` alone lists them; longer recipes are scripts or modules.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test slow-tests setup setup-dev run ring live sam-local image sbom call campaign console-tests check build deploy deploy-relay deploy-console doctor cold-start compile stack bench redaction export-bench faults campaign-model tick-bench fuzz chaos api-docs client node-sdks events praat recording screenshots site lock upgrade clean

PYTHON ?= $(shell scripts/find-python)
VENV ?= .venv
BIN := $(VENV)/bin
SCENARIO ?= relayed
NUMBER ?= +15005550006
ARCH ?= arm64
STAGE ?= dev
FRAMES ?= 1000000
REPORTS ?= 10000
CALLS ?= 100
PEOPLE ?= 200
CHANNEL ?= relay
RUNS ?= 9
HISTORIES ?= 10000
WORKERS ?= 3
# A telephone world is dozens of processes: without bytecode on disk each would compile our package anew.
unexport PYTHONDONTWRITEBYTECODE
# Ctrl-C is a way to end these: make stops by the same signal, and need not call it an error.
STOPPABLE := || [ $$? -eq 130 ]

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-14s  %s\n", $$1, $$2}'

demo: setup ## five whole calls on this machine, shown live; needs no account (KEEP=1: its console stays open afterwards)
	@$(if $(LOCAL_PORT),LOCAL_PORT=$(LOCAL_PORT)) $(BIN)/python -m local demo $(if $(KEEP),--keep) $(STOPPABLE)

test: setup-dev ## every test but the slow ones, whole calls included (about six minutes on two cores; WORKERS=…, TESTS=…)
	$(BIN)/python -m pytest -q -n $(WORKERS) $(if $(SLOW),--slow) $(TESTS)

slow-tests: setup-dev ## the slow ones: the documents' pages typed into a shell, the API by its description, more telephone worlds
	$(BIN)/python -m pytest -q -n $(WORKERS) -m slow --slow

setup: $(VENV)/local.done ## the environment of the demo (made when needed)

setup-dev: $(VENV)/dev.done ## the environment of the tests and checks

run: setup ## the telephone world, until Ctrl-C (LOCAL_PORT=… for other ports; SAM=1 lets `sam local` use it; SLEEPS=1: its relay sleeps)
	@$(if $(LOCAL_PORT),LOCAL_PORT=$(LOCAL_PORT)) $(BIN)/python -m local run $(if $(SAM),--for-sam) $(if $(SLEEPS),--relay-sleeps) $(STOPPABLE)

ring: setup ## a caller for the world of `make run`, from another terminal: make ring NUMBER=+15005550008 SCENARIO=barge-in
	@$(BIN)/python -m local ring $(NUMBER) $(if $(filter-out file,$(origin SCENARIO)),--scenario $(SCENARIO))

live: setup ## this machine behind a real number, with your accounts (.env) and a tunnel; FIX=1 sets the vendors to it
	@$(BIN)/python -m cli live $(if $(FIX),--fix) $(STOPPABLE)

call: setup ## one call: make call SCENARIO=barge-in
	@$(BIN)/python -m local call $(SCENARIO) $(STOPPABLE)

campaign: setup ## a campaign of 200 people against this machine's telephone world, in fast motion (PEOPLE=… CHANNEL=relay, voice, register, provider or retell)
	@$(BIN)/python -m local campaign --people $(PEOPLE) --channel $(CHANNEL) $(STOPPABLE)

console-tests: setup-dev $(VENV)/console.done ## the console in a browser: journeys, accessibility, hostile words (needs Chromium)
	@$(BIN)/python -m pytest -q tests/console

check: setup-dev .venv-sam/done .venv-checkov/done .venv-client/done ## format, lint, types, import contracts, template
	@scripts/check

build: .venv-sam/done ## sam build: the layer with bytecode, every function (ARCH=arm64 or x86_64)
	@scripts/build $(ARCH)

deploy: setup .venv-sam/done ## preflight, build, sam deploy, doctor: make deploy STAGE=dev (prod: UNCHECKED=1 without the look-up)
	@scripts/deploy $(STAGE)

deploy-relay: setup .venv-sam/done ## the stage's relay, a stack of its own: make deploy-relay STAGE=dev
	@scripts/deploy-relay $(STAGE)

deploy-console: setup ## the console's files, into a stage with Console=on: make deploy-console STAGE=dev
	@$(BIN)/python -m cli console --stage $(STAGE)

doctor: setup ## checks of a stage and its vendors; make doctor STAGE=dev FIX=1 repairs what the vendors' APIs allow
	@$(BIN)/python -m cli doctor --stage $(STAGE) $(if $(FIX),--fix)

sam-local: setup .venv-sam/done ## every function in Lambda's own container, and the API before them (needs Docker)
	@scripts/sam-local

image: setup ## the relay's image, built, looked at, and a call through it as in the cloud: not root, read-only (needs Docker)
	@scripts/image

sbom: .venv-audit/done ## the SBOM (CycloneDX) and licences in build/sbom/, and known vulnerabilities
	@.venv-audit/bin/python scripts/sbom

cold-start: setup-dev .venv-sam/done .venv-emulator/done ## init time of each function, beside the usual ones (RUNS=…)
	@scripts/cold-start --runs $(RUNS)

stack: setup-dev .venv-sam/done .venv-ministack/done ## the built template deployed on an emulated AWS, roles enforced; whole calls against it
	@scripts/stack $(TESTS)

compile: $(VENV)/compile.done ## the relay's audio path as C, in place (needs a C compiler; without one nothing changes)
	@$(BIN)/python scripts/compile

bench: setup-dev compile ## the relay under load, beside a plain TCP hop and the usual bridge in Node; SIZES=1: calls that each task size carries
	@$(BIN)/python -m $(if $(SIZES),bench.task_sizes,$(if $(BENCH),bench.relay --table $(BENCH),bench))

redaction: .venv-names/done ## recall of the redactor by class, with the model for names and without
	@PYTHONPATH=layers/core:. .venv-names/bin/python -m bench.redaction --names

faults: setup-dev ## ten thousand reports, and the events of ten thousand calls, doubled, disordered, throttled and killed: none is lost (REPORTS=… CALLS=…)
	$(BIN)/python -m tests.faults.reports --reports $(REPORTS)
	$(BIN)/python -m tests.faults.events --calls $(if $(filter-out file,$(origin CALLS)),$(CALLS),10000)

campaign-model: setup-dev ## ten thousand histories of campaigns under faults: no call against the rules (HISTORIES=…)
	CAMPAIGN_HISTORIES=$(HISTORIES) $(BIN)/python -m pytest -q tests/properties/test_campaign_engine.py

tick-bench: setup-dev ## cost of a campaign's tick with 10,000 and with 1,000,000 contacts on its list
	@$(BIN)/python -m bench.campaign_tick

fuzz: setup-dev ## a million damaged frames through each codec and the call session (FRAMES=…)
	$(BIN)/python -m tests.fuzz.frames --frames $(FRAMES)

export-bench: setup-dev ## exports of 1 000 and 100 000 calls: rows a second, peak memory, the documented query
	@$(BIN)/python -m bench.exports

chaos: setup ## kill, drain, replace, starve, flood and put to sleep relays under live calls, with figures (CALLS=… KEEP=1)
	@$(BIN)/python -m local.chaos --calls $(CALLS) $(if $(KEEP),--keep) $(STOPPABLE)

api-docs: setup-dev ## docs/reference/openapi.json, api.md, command-line.md and events, written anew from the code
	@$(BIN)/python -m api.description > docs/reference/openapi.json
	@$(BIN)/python -m api.reference > docs/reference/api.md
	@$(BIN)/python -m cli.reference > docs/reference/command-line.md
	@$(BIN)/python scripts/event-schemas

client: .venv-client/done ## the Python client of clients/python, again from docs/reference/openapi.json
	@scripts/client

node-sdks: ## the vendors' own Node packages, for their tests in tests/contract/vendors (needs npm; without them these are skipped)
	@cd tests/contract/vendors/node && npm ci --no-audit --no-fund

events: setup ## record events/ anew from the telephone world
	@$(BIN)/python -m local record

recording: setup ## `make demo` recorded and drawn: docs/pictures/demo.svg, light and dark
	@$(BIN)/python -m website.recording

screenshots: setup-dev $(VENV)/console.done ## the console on a played call: docs/pictures/console.png, light and dark (needs Chromium)
	@$(BIN)/python -m website.screenshots

site: .venv-site/done ## the site of docs/ with the API's reference, in build/site; fails where a link leads nowhere
	@.venv-site/bin/python -m website

praat: .venv-praat/done ## our measures of voices beside Praat's, on 200 random vowels (Parselmouth: Linux on x86-64, macOS)
	@PYTHONPATH=layers/analysis .venv-praat/bin/python -m tests.praat.agreement

lock: .venv-lock/done ## compile requirements/*.txt from pyproject.toml, with the versions they have
	requirements/compile.sh

upgrade: .venv-lock/done ## newer versions in requirements/*.txt and the newest base of the relay's image, together (needs docker's client)
	@$(PYTHON) scripts/upgrade

clean: ## remove what setup, demo and build have made
	rm -rf .venv* .aws-sam .local build
	find media_relay -name '*.so' -delete

$(VENV)/local.done: requirements/local.txt pyproject.toml
	@scripts/install $(VENV) "$(PYTHON)" requirements/local.txt editable && touch $@

$(VENV)/dev.done: requirements/dev.txt pyproject.toml
	@scripts/install $(VENV) "$(PYTHON)" requirements/dev.txt editable && touch $@ $(VENV)/local.done

$(VENV)/console.done: requirements/console_tests.txt
	@scripts/install $(VENV) "$(PYTHON)" requirements/console_tests.txt && touch $@

$(VENV)/compile.done: requirements/compile.txt
	@scripts/install $(VENV) "$(PYTHON)" requirements/compile.txt && touch $@

.venv-sam/done: requirements/sam.txt
	@scripts/install .venv-sam "$(PYTHON)" requirements/sam.txt && touch $@

.venv-emulator/done: requirements/emulator.txt requirements/peers.txt $(wildcard bench/peers/lambdas/*.py)
	@scripts/install-emulator && touch $@

.venv-ministack/done: requirements/ministack.txt
	@scripts/install .venv-ministack "$$(scripts/find-python --lambda)" requirements/ministack.txt && touch $@

.venv-names/done: requirements/core.txt requirements/names.txt
	@scripts/install .venv-names "$$(scripts/find-python --lambda)" requirements/core.txt && scripts/install .venv-names "$$(scripts/find-python --lambda)" requirements/names.txt && touch $@

.venv-checkov/done: requirements/checkov.txt
	@scripts/install .venv-checkov "$(PYTHON)" requirements/checkov.txt && touch $@

.venv-praat/done: requirements/praat.txt
	@scripts/install .venv-praat "$(PYTHON)" requirements/praat.txt && touch $@

.venv-client/done: requirements/client.txt
	@scripts/install .venv-client "$(PYTHON)" requirements/client.txt && touch $@

.venv-site/done: requirements/site.txt
	@scripts/install .venv-site "$(PYTHON)" requirements/site.txt && touch $@

.venv-lock/done: requirements/lock.txt
	@scripts/install .venv-lock "$(PYTHON)" requirements/lock.txt && touch $@

.venv-audit/done: requirements/audit.txt
	@scripts/install .venv-audit "$(PYTHON)" requirements/audit.txt && touch $@
