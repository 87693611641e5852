"""The rooms of the program and the doors between them."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ihanoi_desk.resources import ROOT

ROOMS = ("ihanoi_desk", "ui", "reports_print")
FILES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def test_import_contracts() -> None:
    # In a process of its own: the linter switches off every logger it finds.
    linter = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    done = subprocess.run(
        [sys.executable, "-c", linter], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def imports_inside_functions(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.lineno, node.module or "ihanoi_desk"


def test_no_import_of_our_own_hides_in_a_function() -> None:
    hidden = [
        f"{file.relative_to(ROOT)}:{line} {name}"
        for file in FILES
        for line, name in imports_inside_functions(ast.parse(file.read_text(encoding="utf-8")))
        if name.partition(".")[0] in ROOMS
    ]
    assert hidden == []


def test_every_file_says_why_it_exists() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in FILES
        if file.stat().st_size
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "manager", "base", "common", "misc"}


def test_no_file_is_a_drawer_for_odds_and_ends() -> None:
    drawers = [file for file in FILES if file.stem in FORBIDDEN_NAMES]
    assert drawers == []


@pytest.mark.parametrize("file", sorted((ROOT / "ihanoi_desk" / "domain").glob("*.py")))
def test_the_domain_has_no_clock_of_its_own(file: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert calls.isdisjoint({"now", "today", "utcnow", "monotonic", "perf_counter"})
