"""Imports point one way; ``pyproject.toml`` says which."""

from importlinter.cli import lint_imports


def test_imports_point_one_way():
    assert lint_imports(no_cache=True) == 0
