# Everything a newcomer types. Needs python3 (3.11 or later, with venv), make and git; the rest is installed in .venv.

PYTHON ?= python3
IN_VENV = .venv/bin/python
PORT ?=
ARGS ?=
PRODUCTION_LIKE = env SECRET_KEY=$$($(IN_VENV) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	ALLOWED_HOSTS=portal.example.org DEBUG=false HTTPS=true

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset stop test check lint bench pictures lock packages-base packages-dev packages-bench

help: ## Say what there is to type
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

demo: packages-base ## Run the portal with the demo's data; PORT=8123 asks for a port, a second start keeps the data
	@$(IN_VENV) -m sector_portal.demo_server start --port "$(PORT)"

stop: ## Stop the portal and its database
	@test ! -x $(IN_VENV) || $(IN_VENV) -m sector_portal.demo_server stop

demo-reset: ## Stop and remove the demo's data
	@test ! -x $(IN_VENV) || $(IN_VENV) -m sector_portal.demo_server reset

test: packages-dev ## Run the tests; ARGS="-k search" picks some
	@$(IN_VENV) -m pytest -n auto --dist worksteal -q $(ARGS)

check: lint ## Run everything that must be green: lint, migrations, deployment checks, tests
	@$(PRODUCTION_LIKE) $(IN_VENV) manage.py makemigrations --check --dry-run
	@$(PRODUCTION_LIKE) $(IN_VENV) manage.py check --deploy --fail-level WARNING
	@$(MAKE) --no-print-directory test

lint: packages-dev ## Check style, templates and the floors
	@$(IN_VENV) -m ruff check -q
	@$(IN_VENV) -m ruff format -q --check
	@.venv/bin/djade --check $$(git ls-files 'templates/*.html')
	@.venv/bin/lint-imports --no-logo > .portal/lint-imports.log || { cat .portal/lint-imports.log; exit 1; }

bench: packages-base ## Measure the demo as ratios in one run; ARGS=--faults strikes a database under load instead, ARGS=--statistics asks five million observations, ARGS="--records 100000 1000000 --outcomes --statistics" what grows large, beside peers (make packages-bench)
	@$(if $(wildcard .env),,$(PRODUCTION_LIKE) HTTPS=false) $(IN_VENV) manage.py bench $(ARGS)

pictures: ## Renew the pictures of the README and of the guide from those that the browser tests took
	@cp .ci/output/screenshots/home-first-screen.png docs/images/home.png
	@mkdir -p docs/images/editing docs/images/pages
	@for picture in .ci/output/screenshots/pages-*.jpg; do \
		cp $$picture docs/images/pages/$${picture#.ci/output/screenshots/pages-}; done
	@for picture in .ci/output/screenshots/editing-*.png; do \
		cp $$picture docs/images/editing/$${picture#.ci/output/screenshots/editing-}; done

lock: packages-dev ## Pin the packages of requirements/*.in anew, with hashes
	@for name in bootstrap base dev bench; do \
		.venv/bin/uv pip compile -q --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url \
			--no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; done

packages-base packages-dev packages-bench: packages-%:
	@command -v $(PYTHON) > /dev/null || { echo 'No $(PYTHON) here: install Python 3.11 or later.'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'The portal needs Python 3.11 or later: name one with PYTHON=.'; exit 1; }
	@$(PYTHON) -m sector_portal.bootstrap $*
