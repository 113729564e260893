# `make draw` and `make test` start from a bare Debian machine; a second run sets nothing up again.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
PICTURE := datasets/pictures/weather-few-clouds.png
DRAWN := out/weather-few-clouds
CODE := $(shell find renderer sketchnet -name '*.py')

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: draw test lint format clean runtimes
.DELETE_ON_ERROR:

draw: $(DRAWN).pde ## draw the bundled picture into out/
	@printf 'drawn: %s\n' $(DRAWN).pde $(DRAWN).png $(DRAWN).gif

$(DRAWN).pde: $(STAMPS)/core $(PICTURE) $(CODE)
	@mkdir -p out
	$(BIN)/sketchnet draw $(PICTURE) --numbers 200 --time 20 --seed 1 \
		-o $(DRAWN).pde -o $(DRAWN).png -o $(DRAWN).gif

test: lint runtimes ## every check that CI runs
	$(BIN)/pytest -n 2

lint: $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMPS)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The real p5.js in Chromium and Processing's core; it only looks when they are there.
runtimes: $(STAMPS)/dev
	$(BIN)/python -m tests.runtimes.setup

clean:
	rm -rf $(VENV) out build dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMPS)/dev: $(STAMPS)/core pyproject.toml
	$(BIN)/python -m pip install --quiet --constraint .ci/constraints.txt --editable '.[dev]'
	@touch $@

$(STAMPS)/core: $(STAMPS)/venv pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(STAMPS)/venv:
	@$(SYSTEM)
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

# What pip cannot bring: Python itself, and what pycairo is compiled with (it has no Linux wheel).
define SYSTEM
missing=""; \
if command -v $(PYTHON) >/dev/null; then \
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Python 3.11 or newer is needed; choose one: make PYTHON=/path/to/python3.11' >&2; \
		exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || missing="$$missing python3-venv"; \
	header=$$($(PYTHON) -c 'import sysconfig; print(sysconfig.get_path("include"))')/Python.h; \
	test -e "$$header" || missing="$$missing python3-dev"; \
else missing="python3 python3-dev python3-venv"; fi; \
command -v cc >/dev/null || missing="$$missing gcc libc6-dev"; \
command -v pkg-config >/dev/null || missing="$$missing pkg-config"; \
pkg-config --exists cairo 2>/dev/null || missing="$$missing libcairo2-dev"; \
if test -n "$$missing"; then \
	install="apt-get install -y --no-install-recommends $$missing"; \
	if test "$$(id -u)" -eq 0 && command -v apt-get >/dev/null; then \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -q && $$install || exit 1; \
	else \
		echo 'Some system packages are missing. Please run this, then make again:' >&2; \
		echo "  sudo $$install" | tr -s ' ' >&2; \
		exit 1; \
	fi; \
fi
endef
