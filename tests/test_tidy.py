"""The sources stay readable: small functions and files, an opening sentence, no loose ends."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
FUNCTION_LINES = 40
FILE_LINES = 350
LEFT_TO_DO = re.compile(r"\b(FIXME|TODO|XXX)\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[str], list[str]]


def docstring_lines(function: Function) -> int:
    """Lines that the docstring of `function` takes; 0 if it has none."""
    if ast.get_docstring(function) is None:
        return 0
    opening = function.body[0]
    return (opening.end_lineno or opening.lineno) - opening.lineno + 1


def function_lines(function: Function) -> int:
    """Lines of `function` from its `def` on, its docstring left out."""
    last = function.end_lineno or function.lineno
    return last - function.lineno + 1 - docstring_lines(function)


def long_functions(source: str) -> list[str]:
    """Functions longer than one screen."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, Function)]
    return [
        f"{function.lineno}: {function.name} is over {FUNCTION_LINES} lines"
        for function in functions
        if function_lines(function) > FUNCTION_LINES
    ]


def long_file(source: str) -> list[str]:
    """A file longer than one topic."""
    lines = len(source.splitlines())
    return [f"1: the file is over {FILE_LINES} lines"] if lines > FILE_LINES else []


def no_opening(source: str) -> list[str]:
    """A module that does not open with the sentence that says what it decides."""
    opening = (ast.get_docstring(ast.parse(source)) or "").strip()
    return [] if opening else ["1: the module has no opening sentence"]


def left_to_do(source: str) -> list[str]:
    """Work left lying in the code."""
    lines = enumerate(source.splitlines(), start=1)
    return [
        f"{number}: {found[0]} left" for number, line in lines if (found := LEFT_TO_DO.search(line))
    ]


RULES: list[Rule] = [long_functions, long_file, no_opening, left_to_do]


def sources() -> Iterator[Path]:
    """Every Python file that ships or measures."""
    yield REPO / "cli.py"
    yield from sorted((REPO / "ledger").rglob("*.py"))
    yield from sorted((REPO / "benchmarks").rglob("*.py"))


@pytest.mark.parametrize("rule", RULES)
def test_every_source_is_tidy(rule: Rule) -> None:
    complaints = [
        f"{path.relative_to(REPO)}:{complaint}"
        for path in sources()
        for complaint in rule(path.read_text(encoding="utf-8"))
    ]

    assert complaints == []


def function_of(lines: int) -> str:
    """A function of `lines` lines, and a docstring of three beside them."""
    return "def f():\n    '''A.\n\n    '''\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("rule", "untidy", "tidy"),
    [
        (long_functions, function_of(41), function_of(40)),
        (long_functions, "async " + function_of(41), "async " + function_of(40)),
        (
            long_functions,
            "class C:\n  def m(self):\n" + "    pass\n" * 40,
            "class C:\n" + "  n = 1\n" * 60,
        ),
        (long_file, "n = 1\n" * 351, "n = 1\n" * 350),
        (no_opening, "n = 1\n", '"""Decides nothing."""\n'),
        (no_opening, "", '"""Decides nothing."""'),
        (no_opening, '"""  """', '"""Decides nothing."""'),
        (left_to_do, "n = 1  # TODO: more\n", "n = 'TODOS'\n"),
        (left_to_do, '"""Adds.\n\nFIXME later\n"""', '"""Adds."""'),
        (left_to_do, "# XXX", "# XXXL"),
    ],
)
def test_each_rule_finds_its_sample_and_passes_its_neighbour(
    rule: Rule, untidy: str, tidy: str
) -> None:
    assert len(rule(untidy)) == 1
    assert rule(tidy) == []
