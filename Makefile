# Two commands do it all on a fresh machine with Python 3.11 or newer: `make run` and `make test`.
#   make run              sets up .venv once, then starts the program      make run ARGS="demo"
#   make test             every tier of the tests                          make test ARGS="-k tray"
#   make check            style, format and types, as the continuous run asks
#   make bench            what it costs: start, memory, wake-ups, imports, disk
#   make soak             an hour on a desktop whose parts come and go    make soak ARGS="--minutes 5"
#   make weeks            26 weeks of use, several times over              make weeks ARGS="--lives 3"
#   make bench-peers      other programs of this kind beside it, brought in from Debian
#   make fuzz             30 CPU-minutes of what nobody would write       make fuzz ARGS="--minutes 5 tray"
#   make coverage         whether the tests take every branch of the pure rooms
#   make screenshots      takes the pictures of docs/screenshots anew
#   make dist             a wheel and a source archive in dist/
#   make dist-deb         the package for Debian and Ubuntu, in dist/ too; it brings its own Python
#   make dist-windows     the set-up program for Windows, on Windows or under Wine
#   make dist-macos       the application for macOS, on a Mac
#   make clean            removes all of it again
# PYTHON=python3.12 make run chooses the interpreter; WORKERS=1 make test runs one test at a time.

VENV := .venv
# So many tests at a time: those on a desktop mostly wait for it, so two cores can take three.
WORKERS := 3
BIN := $(VENV)/bin
# Without PYTHON: the first of these that runs and is new enough.
NAMES := python3 python3.13 python3.12 python3.11 python3.14 python
NEW_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
QUIET_PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

.PHONY: run test check bench bench-peers fuzz coverage soak weeks screenshots dist dist-deb dist-windows dist-macos clean

run: $(VENV)/ready-to-run
	@exec $(BIN)/posture-pal $(ARGS)

test: $(VENV)/ready-to-develop
	@$(BIN)/python -m pytest -n $(WORKERS) $(ARGS)

check: $(VENV)/ready-to-develop
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/mypy --config-file tests/house/types-on-windows.ini --cache-dir .mypy_cache/win32
	@$(BIN)/mypy --platform darwin --no-warn-unreachable --cache-dir .mypy_cache/darwin
	@MYPYPATH=tests:. $(BIN)/mypy --explicit-package-bases tests/conftest.py tests/desktop tests/house bench

bench: $(VENV)/ready-to-develop
	@PYTHONPATH=tests $(BIN)/python -m bench $(ARGS)

bench-peers: $(VENV)/ready-to-develop
	@PYTHONPATH=tests $(BIN)/python -m bench.peers $(ARGS)

soak: $(VENV)/ready-to-develop
	@PYTHONPATH=tests $(BIN)/python -m bench.soak $(ARGS)

weeks: $(VENV)/ready-to-develop
	@PYTHONPATH=tests $(BIN)/python -m bench.weeks $(ARGS)

fuzz: $(VENV)/ready-to-fuzz
	@PYTHONPATH=tests nice -n 5 $(BIN)/python -m fuzz $(ARGS)

coverage: $(VENV)/ready-to-develop
	@PYTHONPATH=tests $(BIN)/python -m bench.branches $(ARGS)

screenshots: $(VENV)/ready-to-develop
	@PYTHONPATH=tests $(BIN)/python tests/desktop/screenshots.py docs/screenshots
	@PYTHONPATH=tests $(BIN)/python tests/windows/screenshots.py docs/screenshots

dist: $(VENV)/ready-to-develop
	@$(QUIET_PIP) 'build>=1.2,<2'
	@rm -rf dist
	@$(BIN)/python -m build

# Each script says on its last line what it made; a tree that has not changed is not built again.
dist-deb dist-windows dist-macos: script = $(patsubst dist-deb,make_deb,$(patsubst dist-windows,make_setup,$(patsubst dist-macos,make_app,$@)))
dist-deb dist-windows dist-macos: $(VENV)/ready-to-develop
	@mkdir -p dist
	@made="$$($(BIN)/python packaging/$(script).py)" && cp "$$made" dist/ && echo "dist/$$(basename "$$made")"

clean:
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	@find posture_pal tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# Each stamp is as old as the last installation; pyproject.toml alone decides when another is due.
$(VENV)/ready-to-run: pyproject.toml | $(BIN)/python
	@echo "Installing Posture Pal into $(VENV) (once)…"
	@$(QUIET_PIP) --editable .
	@touch $@

$(VENV)/ready-to-develop: pyproject.toml | $(BIN)/python
	@echo "Installing Posture Pal and what its tests need into $(VENV) (once)…"
	@$(QUIET_PIP) --editable '.[dev]'
	@touch $@ $(VENV)/ready-to-run

$(VENV)/ready-to-fuzz: pyproject.toml | $(VENV)/ready-to-develop
	@$(QUIET_PIP) --editable '.[fuzz]' || echo "atheris is not to be had here; the changes will be blind"
	@touch $@

$(BIN)/python:
	@found=''; \
	for name in $(or $(PYTHON),$(NAMES)); do \
	    if "$$name" -c '$(NEW_ENOUGH)' 2>/dev/null; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	    for name in $(or $(PYTHON),python3); do "$$name" --version 2>&1 || true; done >&2; \
	    echo 'Posture Pal needs Python 3.11 or newer with venv (looked for: $(or $(PYTHON),$(NAMES))).' >&2; \
	    echo 'On Debian and Ubuntu: sudo apt-get install python3 python3-venv' >&2; \
	    echo 'Then, where it has another name: make run PYTHON=/path/to/python3.11' >&2; \
	    exit 1; \
	fi; \
	"$$found" -m venv --clear $(VENV)
