# The commands of this project. They need Python 3.11 or newer and make; everything else is fetched into this folder.

PYTHON3 ?= python3
PYTHON := .venv/bin/python
READY := .venv/.ready
# What .ci/run runs, in this order.
TIERS := check test test-browser test-oracle

.DEFAULT_GOAL := help
.PHONY: help demo test test-browser test-oracle check tiers format migration assets words lock clean

help: ## show this list
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

demo: $(READY) assets words ## start Plein with invented people on this machine; Ctrl-C stops it
	@exec $(PYTHON) -m hub.runtime.demo

test: $(READY) assets words ## every test that needs no browser and no long walk: under ten minutes
	@exec $(PYTHON) -m pytest -q -n auto -m "not browser and not oracle"

test-browser: $(READY) assets words ## the screens in a real browser (Debian: chromium-headless-shell)
	@exec $(PYTHON) -m pytest -q -m browser

test-oracle: $(READY) words ## random histories, the database against an oracle
	@exec $(PYTHON) -m pytest -q -n auto -m oracle

check: $(READY) assets words ## style, types, contracts and templates
	.venv/bin/ruff format --check --quiet .
	.venv/bin/ruff check --quiet .
	.venv/bin/mypy --no-error-summary
	.venv/bin/lint-imports --no-logo --cache-dir .cache/import-linter
	.venv/bin/ast-grep scan --error
	.venv/bin/djlint --quiet --lint hub sso

tiers:
	@echo $(TIERS)

format: $(READY) ## lay the code out as everywhere
	.venv/bin/ruff format --quiet .
	.venv/bin/ruff check --quiet --fix .

migration: $(READY) ## begin a migration: make migration why="Remember who follows a question"
	@test -n "$(why)" || { echo 'Say why: make migration why="Remember who follows a question"'; exit 1; }
	@$(PYTHON) -m hub.runtime.databases "$(why)"

assets: $(READY) ## gather what the browser gets (only when it changed)
	@$(PYTHON) -m hub.kit.assets build

words: $(READY)
	@$(PYTHON) -m hub.kit.words compile

lock: $(READY) ## write both locks anew from pyproject.toml
	.venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra embedded --extra development --output-file requirements.lock pyproject.toml
	.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --constraints requirements.lock --no-annotate --output-file requirements.image.lock pyproject.toml

clean: ## remove all that these commands made, the demo's data too
	rm -rf .venv .cache var node_modules hub/static/build *.egg-info
	find hub sso -name '*.mo' -delete

# The installer itself comes out of the lock too, by its hash.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Plein needs Python 3.11 or newer, and this is " + sys.version.split()[0] + ". Say which: make PYTHON3=python3.12 ...")'
	@echo 'Packages: downloading and installing into .venv ...'; began=$$(date +%s); \
	  { test -x $(PYTHON) || $(PYTHON3) -m venv .venv; } && \
	  sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .venv/uv.lock && \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.lock && \
	  .venv/bin/uv pip install --quiet --python $(PYTHON) --require-hashes -r requirements.lock && \
	  .venv/bin/uv pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation --editable . && \
	  touch $(READY) && echo "Packages: ready after $$(($$(date +%s) - began)) s"
