"""The import contracts of pyproject.toml hold, and each of them bites."""

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
LINT_IMPORTS = Path(sysconfig.get_path("scripts")) / "lint-imports"

LAYERS = "Imports point down only"
PURE = "The core knows no clock, chance, disk, network or framework"
TERMINAL = "Only ledger.cli speaks to the terminal"
DATABASE = "Only ledger.journal speaks to a database"
JOURNAL_DOOR = "Scenarios know only what ledger.journal exports"
SECOND_OPINION = "The oracle shares no code that decides"
CONTRACTS = {LAYERS, PURE, TERMINAL, DATABASE, JOURNAL_DOOR, SECOND_OPINION}

UNDER_TYPE_CHECKING = (
    "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ledger import session"
)
IN_A_FUNCTION = "def late() -> None:\n    import random"


def verdicts(root: Path) -> dict[str, str]:
    """Runs the contracts on the tree at `root`; gives KEPT or BROKEN by the contract's name."""
    run = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--no-logo"],
        cwd=root,
        env={"COLUMNS": "200", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    found = dict(re.findall(r"^(.+?) (KEPT|BROKEN)\b", run.stdout, re.MULTILINE))
    assert set(found) == CONTRACTS, run.stdout + run.stderr
    assert (run.returncode == 0) == (set(found.values()) == {"KEPT"})
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources that a test may spoil."""
    shutil.copytree(
        REPO / "ledger", tmp_path / "ledger", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(REPO / "cli.py", tmp_path)
    shutil.copy(REPO / "pyproject.toml", tmp_path)
    return tmp_path


def append(file: Path, line: str) -> None:
    """Adds `line` at the end of `file`, which need not be there yet."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(f"\n{line}\n")


def test_the_contracts_hold_in_this_repository() -> None:
    assert verdicts(REPO) == dict.fromkeys(CONTRACTS, "KEPT")


def test_the_contracts_hold_in_an_unspoiled_copy(copy: Path) -> None:
    assert verdicts(copy) == dict.fromkeys(CONTRACTS, "KEPT")


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("ledger/core/guarded.py", "import ledger.session", LAYERS),
        ("ledger/core/rules/guarded.py", "from ledger import policy", LAYERS),
        ("ledger/policy/guarded.py", "import ledger.journal", LAYERS),
        ("ledger/text/guarded.py", "import ledger.words", LAYERS),
        ("ledger/whatif/guarded.py", "import ledger.oracle", LAYERS),
        ("ledger/extra/__init__.py", '"""A package without a row."""', LAYERS),
        ("ledger/core/guarded.py", UNDER_TYPE_CHECKING, LAYERS),
        ("ledger/core/guarded.py", "import random", PURE),
        ("ledger/core/guarded.py", "from time import time", PURE),
        ("ledger/core/guarded.py", IN_A_FUNCTION, PURE),
        ("ledger/words/guarded.py", "import os.path", PURE),
        ("ledger/session.py", "import typer", TERMINAL),
        ("ledger/reports/guarded.py", "from rich.table import Table", TERMINAL),
        ("ledger/session.py", "import sqlmodel", DATABASE),
        (
            "ledger/cli/guarded.py",
            "def late() -> None:\n    from sqlalchemy.orm import Session",
            DATABASE,
        ),
        ("ledger/scenario/guarded.py", "import ledger.journal.sql", JOURNAL_DOOR),
        ("ledger/scenario/guarded.py", "from ledger.journal.codec import encode", JOURNAL_DOOR),
        ("ledger/oracle/guarded.py", "from ledger.core.rules import transfer", SECOND_OPINION),
    ],
)
def test_a_forbidden_line_breaks_its_contract(
    copy: Path, file: str, line: str, contract: str
) -> None:
    (copy / "ledger/journal/sql.py").touch()
    (copy / "ledger/journal/codec.py").touch()

    append(copy / file, line)

    assert verdicts(copy)[contract] == "BROKEN"


def test_a_scenario_may_use_what_the_journal_exports(copy: Path) -> None:
    append(copy / "ledger/journal/__init__.py", "import ledger.journal.inner")
    append(copy / "ledger/journal/inner.py", "import sqlite3")

    append(copy / "ledger/scenario/guarded.py", "import ledger.journal")

    assert verdicts(copy) == dict.fromkeys(CONTRACTS, "KEPT")
