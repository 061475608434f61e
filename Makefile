check:
	ruff check .
	ruff format --check .
	mypy
	mypy --platform win32

test:
	pytest -q

slow:
	pytest -q -m slow || [ $$? -eq 5 ]

guide:
	python docs/renew.py

reference:
	python docs/reference.py

.PHONY: check test slow guide reference
