"""The product's modules as the house rules see them: names, texts, syntax trees and imports."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ROOT / "posture_pal"


@dataclass(frozen=True)
class Import:
    """One imported name: `from datetime import date as d` has the target "datetime.date", the alias "d"."""

    line: int
    target: str
    module: str
    alias: str


@dataclass(frozen=True)
class Module:
    """One module: `name` without the product's own, such as "desktop.tray.base"."""

    name: str
    text: str
    is_package: bool = False

    @property
    def tree(self) -> ast.Module:
        return _parse(self.text)

    @property
    def room(self) -> str:
        """The first word of its name: what has a floor."""
        return self.name.split(".")[0]

    def says(self, line: int, what: str) -> str:
        """A finding, as the reader of a failing test sees it."""
        file = self.name.replace(".", "/") + ("/__init__.py" if self.is_package else ".py")
        return f"posture_pal/{file}:{line}: {what}"

    def imports(self) -> Iterator[Import]:
        """Everything that it imports, wherever in the file, for the type checker alone as well."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    alias = name.asname or name.name.split(".")[0]
                    yield Import(node.lineno, name.name, name.name, alias)
            elif isinstance(node, ast.ImportFrom):
                source = self._absolute(node)
                for name in node.names:
                    yield Import(node.lineno, f"{source}.{name.name}", source, name.asname or name.name)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        here = ["posture_pal", *self.name.split(".")]
        base = here[: len(here) - node.level + self.is_package]
        return ".".join([*base, *([node.module] if node.module else [])])


Rule = Callable[[Module], Iterator[str]]


def product() -> list[Module]:
    """Every module of the product."""
    files = sorted(PRODUCT.rglob("*.py"))
    return [_module(file) for file in files]


def expect_none(rule: Rule) -> None:
    """Fails with all that a rule finds in the product, one finding a line."""
    findings = [finding for module in product() for finding in rule(module)]
    if findings:
        pytest.fail("\n".join([f"{rule.__doc__}", *findings]), pytrace=False)


def _module(file: Path) -> Module:
    parts = file.relative_to(PRODUCT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), file.read_text(), is_package)


@cache
def _parse(text: str) -> ast.Module:
    return ast.parse(text)
