# The verbs of this project. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash

.PHONY: help run test check format bench lock clean

help:  ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r verb what; do printf '  make %-8s %s\n' "$$verb" "$$what"; done

run:  ## Start everything here, with demo data: kiosk, desk and admin (Ctrl-C stops it)
	@deploy/dev/prepare.sh run
	@exec .venv/bin/vagvisare demo $(DEMO)

test:  ## Run every test; installs what they need
	@deploy/dev/system_packages.sh
	@deploy/dev/prepare.sh work
	@deploy/dev/test.sh

check:  ## Formatter, linters, types, import arrows, generated files
	@deploy/dev/prepare.sh work
	@.venv/bin/python -m deploy.dev.check

format:  ## Let the formatters rewrite the sources
	@deploy/dev/prepare.sh work
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix-only .
	@.venv/bin/python deploy/node.py biome check --write .

bench:  ## Measure tap to picture and calls a second; see docs of tests/bench
	@deploy/dev/prepare.sh work
	@.venv/bin/python -m tests.bench.calls
	@.venv/bin/python -m tests.bench.tap_to_picture

lock:  ## Choose dependency versions anew and write deploy/requirements.lock
	@deploy/dev/prepare.sh work
	@.venv/bin/python -m deploy.dev.lock

clean:  ## Remove what builds and installations made; keeps the demo's data
	@rm -rf .venv .build node_modules guide_server/pages kiosk_client/pages dist
