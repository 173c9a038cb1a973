# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WEB := $(shell find api/web -type f -not -path '*/node_modules/*' 2>/dev/null)
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run test check format lint types imports web-check lock clean

run: $(VENV)/.runtime api/static/.built $(VENV)/.model
	$(BIN)/policy-assistant serve

test: $(VENV)/.test api/static/.built $(VENV)/.model
	TEST_CHROMIUM="$$(scripts/chromium.sh)" HF_HUB_OFFLINE=1 ANONYMIZED_TELEMETRY=False $(BIN)/pytest

check: format lint types imports web-check test

format: $(VENV)/.test
	$(BIN)/ruff format --check .

lint: $(VENV)/.test
	$(BIN)/ruff check .

types: $(VENV)/.test
	$(BIN)/mypy

imports: $(VENV)/.test
	$(BIN)/lint-imports

web-check: $(VENV)/.runtime
	scripts/web.sh check
	@touch api/static/.built

lock: $(VENV)/.test
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --no-emit-index-url --no-emit-find-links --strip-extras --no-header --no-annotate -o requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --no-emit-index-url --no-emit-find-links --strip-extras --no-header --no-annotate --extra test -c requirements.lock -o requirements-test.lock pyproject.toml
	sed -i 's/+cpu$$//' requirements.lock requirements-test.lock

clean:
	rm -rf $(VENV) api/static api/web/node_modules

$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "正在安装依赖，第一次需要几分钟……"
	$(PIP) -r requirements.lock
	$(PIP) --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime requirements-test.lock
	$(PIP) -r requirements-test.lock
	@touch $@

$(VENV)/.model: $(VENV)/.runtime
	$(BIN)/python -m bot.retrieval.embedding.assemble
	@touch $@

api/static/.built: $(VENV)/.runtime $(WEB)
	@echo "正在构建网页……"
	scripts/web.sh build
	@touch $@
