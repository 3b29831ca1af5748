# make demo   the whole main job on the bundled articles        make test   all tests, with real servers and a browser
# make check  formatting, types, layers, dependencies           make install   the development environment alone

PYTHON ?= python3
BIN := .venv/bin
# The strict editable install links files one by one, so it is made again when a file is added or goes away.
FILES := $(sort $(shell find graph ontology loaders viz -type f -not -path '*/__pycache__/*') pyproject.toml setup.cfg)

# setuptools lists every data folder as if it were a package left out: shown only when something went wrong.
INSTALL = $(BIN)/pip install --quiet --quiet --editable '.[all]'

.PHONY: demo test check install clean
.DELETE_ON_ERROR:

demo: .venv/user
	@$(BIN)/laborgraph demo demo

test: .venv/dev
	@.ci/system-packages
	$(BIN)/pytest $(PYTEST_ARGS)
	@echo "Next: open demo/index.html after 'make demo', or read docs/tutorial.md"

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

install: .venv/dev

.venv/files: FORCE
	@mkdir -p .venv
	@echo '$(FILES)' | cmp -s - $@ || echo '$(FILES)' > $@

.venv/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "laborgraph needs Python 3.11 or newer; say which: make PYTHON=python3.12 demo" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/system-packages venv
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade 'pip>=25.1'
	@touch $@

.venv/user: pyproject.toml setup.cfg .venv/files | .venv/pip
	$(INSTALL)
	@touch $@

.venv/dev: pyproject.toml setup.cfg .venv/files | .venv/pip
	$(INSTALL) --group dev
	@touch $@ .venv/user

clean:
	rm -rf .venv build demo *.egg-info

FORCE:
