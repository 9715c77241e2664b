"""hledger and Beancount take what is exported, and come to our balances to the fen."""

import csv
import io
import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from beancount import loader
from beancount.core import data
from beancount.core import realization as untyped
from beancount.scripts import check
from click.testing import CliRunner

from ledger.core.book import BookView
from ledger.journal import Journal
from ledger.reports.export.beancount import beancount_lines
from ledger.reports.export.hledger import hledger_lines
from ledger.reports.export.names import beancount_name, hledger_name
from ledger.words import accounts as a
from tests.export.stories import FILES, awkward, journal_of, stem
from tests.scenarios.stories import told
from tests.tools import needed

Balances = Mapping[str, int]

realization: Any = untyped
"""Beancount's balances; it is written without types."""


def hledger(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [needed("hledger"), "-f", str(path), *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
        timeout=60,
    )


def by_hledger(path: Path) -> Balances:
    """What hledger says every account holds, in fen."""
    done = hledger(path, "balance", "--flat", "--empty", "--no-total", "--output-format", "csv")
    assert done.returncode == 0, done.stderr
    return {
        row["account"]: fen_of(row["balance"]) for row in csv.DictReader(io.StringIO(done.stdout))
    }


def by_beancount(path: Path) -> Balances:
    """What Beancount's own reader says every account holds, in fen."""
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    real = realization.realize(entries)
    opened = {entry.account for entry in entries if isinstance(entry, data.Open)}
    found = (one for one in realization.iter_children(real) if one.account in opened)
    return {one.account: fen_of(str(one.balance.get_currency_units("CNY"))) for one in found}


def fen_of(amount: str) -> int:
    """`-12.50 CNY` in fen."""
    whole, _, part = amount.removesuffix(" CNY").partition(".")
    fen = int(whole.lstrip("-")) * 100 + int(part.ljust(2, "0") or 0)
    return -fen if whole.startswith("-") else fen


def written(folder: Path, name: str, lines: Iterator[str]) -> Path:
    path = folder / name
    path.write_text("".join(lines), encoding="utf-8")
    return path


def in_fen(book: BookView, name: Callable[[str], str]) -> Balances:
    return {name(account): fen for account, fen in book.balances.items() if fen}


def held(balances: Balances) -> Balances:
    return {account: fen for account, fen in balances.items() if fen}


def agree(folder: Path, journal: Journal, book: BookView) -> None:
    """See that both programs take the ledger and come to its balances."""
    theirs = written(folder, "x.journal", hledger_lines(journal))
    checked = hledger(theirs, "check", "--strict", "ordereddates")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    assert held(by_hledger(theirs)) == in_fen(book, hledger_name)

    beans = written(folder, "x.beancount", beancount_lines(journal))
    done = CliRunner().invoke(check.main, ["--no-cache", str(beans)])
    assert (done.exit_code, done.output) == (0, "")
    assert held(by_beancount(beans)) == in_fen(book, beancount_name)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_both_programs_take_a_shipped_story_and_agree_with_its_balances(
    path: Path, tmp_path: Path
) -> None:
    agree(tmp_path, journal_of(path), told(path)[0].book)


def test_both_programs_take_a_ledger_whose_ids_hold_their_own_signs(tmp_path: Path) -> None:
    session = awkward()

    agree(tmp_path, session.journal, session.book)


@pytest.mark.parametrize("kind", ["hledger", "beancount"])
def test_a_fen_that_is_moved_elsewhere_breaks_the_assertion_of_that_day(
    kind: str, tmp_path: Path
) -> None:
    journal = awkward().journal
    lines = hledger_lines(journal) if kind == "hledger" else beancount_lines(journal)
    text = "".join(lines)
    spent = "-30.01 CNY", "30.01 CNY"
    assert text.count(f"  {spent[0]}\n") == text.count(f"  {spent[1]}\n") == 1
    text = text.replace(f"  {spent[0]}\n", "  -30.02 CNY\n").replace(
        f"  {spent[1]}\n", "  30.02 CNY\n"
    )
    path = written(tmp_path, f"x.{kind}", iter([text]))

    if kind == "hledger":
        assert "2025-11-11" in hledger(path, "check").stderr
    else:
        (found, *_) = loader.load_file(str(path))[1]
        assert "date(2025, 11, 12)" in str(found.entry)


def test_every_account_that_moved_on_a_day_is_asserted_when_the_day_ends() -> None:
    text = "".join(hledger_lines(awkward().journal))
    second = text.partition("2025-11-11 * balances")[2].partition("\n\n")[0]

    assert second.splitlines()[1:] == [
        "    assets:Wáng-secret:wallet  0.00 CNY == 770.00 CNY",
        "    expenses:provider  0.00 CNY == 30.00 CNY",
    ]


def test_refusals_are_told_as_comments() -> None:
    for lines in (hledger_lines, beancount_lines):
        text = "".join(lines(awkward().journal))
        said = [line for line in text.splitlines() if "refused" in line]
        assert said == [
            "; seq 11 2025-11-10 09:03 secret%20%refused transfer: refused NOT_ENROLLED"
        ]


ACCOUNTS = (
    *(a.OPENING, a.CONTRIBUTION, a.PROVIDER, a.INSURER, a.FUND, a.CASH, a.clearing("CN-SN")),
    *(a.current("li"), a.carried("li"), a.family("li"), a.in_flight("li"), "li/personal"),
    *("Li/personal", "li/wallet", "li_/wallet", "li-/wallet", "李/wallet", "li/frozen/wang"),
    *(a.transit("move"), a.transit("li"), a.transit("a-b"), a.transit("a_b"), a.transit("a b")),
    *(a.transit("a%20%b"), a.transit("a--b"), a.transit("a-x20-b"), a.transit("王")),
)


@pytest.mark.parametrize("name", [hledger_name, beancount_name])
def test_no_two_accounts_have_the_same_name(name: Callable[[str], str]) -> None:
    assert len({name(account) for account in ACCOUNTS}) == len(ACCOUNTS)
