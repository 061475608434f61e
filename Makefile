check:
	ruff check .
	ruff format --check .
	mypy
	mypy --platform win32 s2s

test:
	pytest -q

slow:
	pytest -q -rs -m slow --dist worksteal || [ $$? -eq 5 ]

coverage:
	pytest -q --cov=s2s --cov-report=term-missing:skip-covered $(TESTS)

site:
	NO_MKDOCS_2_WARNING=1 mkdocs build --strict -q -d build/site

# Whether something has become slower on this kind of machine; OPTIONS=--record keeps what is measured, for the next time.
bench:
	python benchmarks/bench.py $(OPTIONS)

guide:
	python docs/renew.py

reference:
	python docs/reference.py

# A page for GitHub Pages, build/demo, with the built-in model; OPTIONS are those of training, RUNTIME is that of --runtime.
demo:
	python -m s2s train runs=build name=demo-run $(OPTIONS)
	python -m s2s export -m build/demo-run-1 --web build/demo $(if $(RUNTIME),--runtime $(RUNTIME))

.PHONY: check test slow coverage bench site guide reference demo
