check:
	ruff check .
	mypy

test:
	pytest -q

slow:
	pytest -q -m slow || [ $$? -eq 5 ]

.PHONY: check test slow
