# Tijdig. `make demo` shows it, `make test` tests it.
# Needs python3 (3.11 or newer, with venv) and make; everything else goes into .venv, pinned by requirements.lock, and
# what the pages need into worklist/static/vendor, pinned by package-lock.json.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KLAAR := $(VENV)/.klaar

MAKEFLAGS += --no-print-directory
export UV_PYTHON_DOWNLOADS = never
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# A .venv that was copied or moved still imports the old folder: such a one is made again.
ifneq ($(file < $(KLAAR)),$(CURDIR))
.PHONY: $(KLAAR)
endif

DEMO_OPTIES = $(if $(INWONERS),--inwoners $(INWONERS)) $(if $(TOT),--tot $(TOT)) \
	$(if $(filter-out 0 nee,$(GEEN_SERVER)),--geen-server)
PYTEST ?= -n 3 --dist loadgroup
LOCK_OPTIES = --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
	--universal --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help demo start test check format docs lock clean venv

help: ## deze lijst
	@echo "Tijdig: sociaal incasso en vroegsignalering voor gemeenten"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'
	@echo
	@echo "  make demo INWONERS=50 TOT=2026-12-31 GEEN_SERVER=1"
	@echo "  make test PYTEST='tests/rules -x'"

demo: $(KLAAR) ## een half jaar met gesimuleerde inwoners, daarna de schermen (GEEN_SERVER=1: zonder schermen)
	@$(BIN)/tijdig demo $(DEMO_OPTIES)

start: $(KLAAR) ## Prefect, werkers, werkvoorraad en portier op deze machine; Ctrl-C stopt alles
	@TIJDIG_PROEFLOGIN=$${TIJDIG_PROEFLOGIN:-$(if $(TIJDIG_OIDC_ISSUER),0,1)} $(BIN)/tijdig start

test: $(KLAAR) ## alle tests
	@$(BIN)/python -m pytest $(PYTEST)

check: $(KLAAR) ## stijl en typen: ruff en pyright
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@VENV=$(VENV) sh .ci/typen

format: $(KLAAR) ## zet de code in de afgesproken vorm
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(KLAAR) ## maak docs/reis.md, beleid.md, machinekamer.md en vragen.md opnieuw uit de code
	@$(BIN)/python -m docs.reis
	@$(BIN)/python -m docs.beleid
	@$(BIN)/python -m docs.machinekamer
	@$(BIN)/python -m docs.vragen

lock: $(KLAAR) ## maak requirements.lock opnieuw uit pyproject.toml en toon het verschil
	@cp requirements.lock $(VENV)/lock.vorige
	@$(BIN)/uv pip compile -q pyproject.toml $(LOCK_OPTIES) -o requirements.lock > /dev/null
	@diff $(VENV)/lock.vorige requirements.lock && echo "requirements.lock is ongewijzigd" || true

clean: ## ruim op wat make heeft gemaakt; de gegevens in .tijdig blijven
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis dist node_modules worklist/static/vendor
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

venv: $(KLAAR) ## alleen de omgeving in .venv maken

$(KLAAR): requirements.lock package-lock.json
	@PYTHON=$(PYTHON) VENV=$(VENV) sh .ci/omgeving
	@VENV=$(VENV) sh .ci/web
	@printf '%s' '$(CURDIR)' > $@
