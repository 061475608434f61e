check:
	ruff check .
	mypy

test:
	pytest -q

slow:
	pytest -q -m slow || [ $$? -eq 5 ]

guide:
	python docs/renew.py

.PHONY: check test slow guide
