# つなぎて: two commands. `make run` opens the demo city, `make test` runs all that CI runs.
# They need python3 (3.11 or newer) with pip, make and git; the rest is brought from hash-locked files
# into .venv, .setup and node_modules. tools/*.py do the work and skip what is already in place.
PYTHON ?= python3
TSUNAGITE := .venv/bin/tsunagite
DEMO := sqlite:///var/demo.db

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test test-long check bench bench-check lock clean environment environment-dev assets assets-dev browser

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

run: environment assets ## prepare, load the demo city once, serve it on this machine (127.0.0.1:8000)
	@$(TSUNAGITE) demo --if-missing --database $(DEMO)
	@exec $(TSUNAGITE) serve --database $(DEMO)

test: environment-dev assets-dev ## everything that CI runs (BROWSER=skip leaves browser tests out, not in CI)
	@.venv/bin/python -m tools.suite test

test-long: environment-dev assets-dev ## that and the long tests
	@.venv/bin/python -m tools.suite long

check: environment-dev ## linters and types only
	@.venv/bin/python -m tools.suite check

bench: environment-dev ## measure all sizes, write docs/figures.md
	@.venv/bin/python -m bench
	@.venv/bin/python -m bench.geo

bench-check: environment-dev ## measure the smallest sizes, fail when a ratio has halved
	@.venv/bin/python -m bench --check
	@.venv/bin/python -m bench.geo --check

lock: ## write the lock files again (UPGRADE=1: newest versions)
	@$(PYTHON) -m tools.lock

# Of var/ only the demo goes; a real database there is somebody's work and stays.
clean: ## remove what the commands above made, the demo database too
	@rm -rf .venv .setup node_modules api/static/vendor api/static/.vendor-unfinished test-results
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@rm -f var/demo.db var/demo.db-wal var/demo.db-shm; if [ -d var ]; then rmdir var 2>/dev/null || ls -d var/*; fi

# Parts of the above, each by itself.
environment:
	@$(PYTHON) -m tools.environment run

environment-dev:
	@$(PYTHON) -m tools.environment dev

assets:
	@$(PYTHON) -m tools.assets run

assets-dev:
	@$(PYTHON) -m tools.assets dev

browser:
	@$(PYTHON) -m tools.browser
