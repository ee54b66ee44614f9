.PHONY: run test coverage check bench messages lock format pictures

PY = .venv/bin/python

run: ## the portal with demonstration data on http://127.0.0.1:8000
	@scripts/setup requirements.txt
	@exec $(PY) -m civic.run

test: ## the whole suite, browser tests included
	@scripts/setup requirements.txt requirements-dev.txt
	@scripts/test

coverage: ## the suite, and which branches of the code it never took; half as long again
	@scripts/setup requirements.txt requirements-dev.txt
	@scripts/test --cov --cov-report=term:skip-covered --no-cov-on-fail

check: ## format, lint, types, templates, directions, migrations, translations, deploy
	@scripts/setup requirements.txt requirements-dev.txt
	@scripts/check

bench: ## the benchmarks, beside their ceilings
	@scripts/setup requirements.txt requirements-dev.txt
	@exec $(PY) -m bench

messages: ## gather the interface strings and compile the translations
	@scripts/setup requirements.txt requirements-dev.txt
	@scripts/messages

lock: ## pin the requirements anew
	@scripts/setup requirements.txt requirements-dev.txt
	@scripts/lock

format: ## format the code and the templates
	@scripts/setup requirements.txt requirements-dev.txt
	@scripts/format

pictures: ## take the README's pictures
	@scripts/setup requirements.txt requirements-dev.txt
	@exec $(PY) -m scripts.pictures
