"""The commands that read a stored ledger: what they print, in which form, and how they end."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner, Result

from ledger.cli.ledgers.commands import ledger_app
from ledger.core.events import Event
from ledger.core.postings import LEGS
from ledger.text.happened import EVENTS
from tests.reports.spoiled import kept as kept_samples
from tests.reports.spoiled import spoil
from tests.reports.stories import into_may, kept, march, two_days

COMMANDS = ("statement", "allowance", "balances", "clearing")


def ledger(*arguments: str) -> Result:
    """Run `walletsim ledger ...`."""
    return CliRunner().invoke(ledger_app, list(arguments), catch_exceptions=False)


def said(*arguments: str) -> list[dict[str, object]]:
    """The rows that a command answers as JSON."""
    result = ledger(*arguments, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def table(result: Result) -> list[list[str]]:
    """The cells of each line that a command prints."""
    assert result.exit_code == 0, result.stderr
    return [re.split(" {2,}", line.strip()) for line in result.stdout.splitlines()]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


@pytest.fixture
def home(tmp_path: Path) -> str:
    """A database with the two days of Li and Wang."""
    return kept(tmp_path, two_days())


@pytest.fixture
def spring(tmp_path: Path) -> str:
    """A database with T32 and its late sister."""
    return kept(tmp_path, march(), into_may())


def arguments(command: str, url: str) -> list[str]:
    return [command, url, *(["--of", "li"] if command == "statement" else [])]


def test_a_statement_is_a_table_of_movements_and_refusals(home: str) -> None:
    title, *lines = table(ledger("statement", home, "--of", "wang"))

    li, day, provider = "li 李明", "2025-11-10", "outside/provider"
    cap, pending = (
        "TRANSFER_CAP_EACH cap of one transfer",
        "PENDING_OPEN a transfer is still pending",
    )
    no, short = "NOT_PENDING no such pending transfer", "BALANCE_SHORT balance too small"
    assert title == ["home: wang 王芳, 700.00 元 after 19 events"]
    assert lines[0] == [
        *("seq", "at", "event", "amount", "before", "after", "id", "other side", "who", "why")
    ]
    assert [line[2:] for line in lines[1:]] == [
        ["transfer accepted", "+800.00", "0.00", "800.00", "a1: t1", "transit/t1", li],
        ["refused transfer", "800.00", "800.00", "t2", li, f"{cap}, asked 2,000.01 元"],
        ["refused transfer", "800.00", "800.00", "t4", li, f"{pending}, asked 1.00 元"],
        ["refused accept", "800.00", "800.00", "a3: t3", li, no],
        ["spent", "-123.45", "800.00", "676.55", "s1", provider, "outpatient, CN-HE"],
        ["refunded", "+23.45", "676.55", "700.00", "r1: s1", provider, "退费"],
        ["refused spend", "700.00", "700.00", "s2", f"{short}, pharmacy, asked 1,000.00 元"],
    ]
    assert lines[1][:2] == ["10", f"{day} 09:20"]
    assert lines[7][:2] == ["19", "2025-11-11 10:30"]


def test_a_statement_of_several_accounts_names_the_account_of_each_line(home: str) -> None:
    several, one = (ledger("statement", home, "--of", of).stdout for of in ("li", "li/wallet"))

    assert "account" in several.splitlines()[1]
    assert "li/personal" in several
    assert "account" not in one.splitlines()[1]
    assert one.splitlines()[0] == "home: li/wallet, 1,000.00 元 after 19 events"


def test_a_row_of_a_statement_has_every_key_and_whole_fen(home: str) -> None:
    lines = said("statement", home, "--of", "li")

    assert lines[3] == {
        "seq": 9,
        "at": "2025-11-10 09:10",
        "event": "transfer_sent",
        "id": "t1",
        "of": None,
        "account": "li/personal",
        "counter": ["transit/t1"],
        "who": ["wang"],
        "who_names": ["王芳"],
        "why": None,
        "place": None,
        "fen": -80_000,
        "before_fen": 850_000,
        "after_fen": 770_000,
        "total_fen": 870_000,
        "command": None,
        "asked_fen": None,
        "code": None,
    }
    refused = lines[4]
    assert (refused["event"], refused["code"]) == ("refused", "TRANSFER_CAP_EACH")
    assert (refused["command"], refused["asked_fen"], refused["fen"]) == ("transfer", 200_001, 0)


def test_the_statements_of_all_accounts_come_to_zero(spring: str) -> None:
    for name in ("march", "later"):
        accounts = [r for r in said("balances", spring, "--ledger", name) if r["kind"] == "account"]
        totals = 0
        for row in accounts:
            lines = said("statement", spring, "--ledger", name, "--of", str(row["account"]))
            total = sum(int(str(line["fen"])) for line in lines)
            assert total == row["balance_fen"]
            totals += total
        assert totals == 0


def test_an_account_without_movements_prints_nothing_and_says_so(home: str) -> None:
    result = ledger("statement", home, "--of", "wang/personal")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "nothing has moved and nothing was refused in 19 events\n"


def test_an_allowance_tells_used_cap_headroom_and_when_it_resets(home: str) -> None:
    (row,) = said("allowance", home, "--of", "li", "--at", "2025-11-10 09:45")

    assert row == {
        "person": "li",
        "name": "李明",
        "region": "CN-SN",
        "at": "2025-11-10 09:45",
        "used_count": 2,
        "count_cap": 3,
        "used_fen": 110_000,
        "amount_cap_fen": 200_000,
        "each_cap_fen": 200_000,
        "headroom_fen": 90_000,
        "pending": 1,
        "pending_cap": 1,
        "stopped_by": ["PENDING_OPEN"],
        "resets_at": "2025-11-11 00:00",
        "transfers": [{"id": "t1", "amount_fen": 80_000}, {"id": "t3", "amount_fen": 30_000}],
    }


def test_an_allowance_of_everybody_is_at_the_last_event(home: str) -> None:
    title, _, li, wang = table(ledger("allowance", home))

    assert title == ["home at 2025-11-11 10:30"]
    used = ["1 of 3", "1,000.00 of 2,000.00", "█████░░░░░"]
    caps = ["2,000.00", "1,000.00", "1 of 1", "2025-11-12 00:00"]
    assert li == ["li 李明", "CN-SN", *used, *caps, "PENDING_OPEN a transfer is still pending"]
    used = ["0 of 3", "0.00", "░░░░░░░░░░"]
    caps = ["2,000.00", "6,000.00", "0 of 1", "2025-11-12 00:00"]
    assert wang == ["wang 王芳", "CN-HE", *used, *caps]
    assert said("allowance", home, "--of", "wang")[0]["amount_cap_fen"] is None


def test_balances_are_four_numbers_a_person_and_one_an_account(home: str) -> None:
    result = ledger("balances", home, "--of", "li")

    assert (
        result.stdout
        == """\
home at 2025-11-11 10:30
person   insured in   balance  available  frozen   pending  in flight
li 李明  CN-SN       7,700.00   7,700.00    0.00  1,000.00       0.00

account       balance
li/personal  6,700.00
li/wallet    1,000.00
"""
    )


def test_frozen_money_is_part_of_the_balance_and_not_of_what_is_available(spring: str) -> None:
    person, *accounts = said("balances", spring, "--ledger", "march", "--of", "son")

    keys = ("balance_fen", "available_fen", "frozen_fen", "pending_fen", "in_flight_fen")
    assert [person[key] for key in keys] == [430_000, 300_000, 130_000, 0, 0]
    assert accounts == [
        {"kind": "account", "account": account, "owner": "son", "balance_fen": fen}
        for account, fen in (
            ("son/frozen/ma", 130_000),
            ("son/personal.carried", 300_000),
            ("son/wallet", 0),
        )
    ]


def test_all_accounts_of_a_ledger_come_to_zero_at_any_moment(home: str) -> None:
    for when in ("2025-11-10 08:00", "2025-11-10 09:10", "2025-11-11 09:00"):
        found = said("balances", home, "--at", when)
        assert sum(int(str(r["balance_fen"])) for r in found if r["kind"] == "account") == 0


def test_what_is_due_and_not_booked_is_said_and_not_shown(home: str) -> None:
    result = ledger("balances", home, "--at", "2025-11-12 06:00", "--of", "li")

    assert "7,700.00   7,700.00    0.00  1,000.00" in result.stdout
    assert result.stderr == (
        "by 2025-11-12 06:00 something fell due that the ledger does not hold yet, "
        "and that is not shown: it is booked before the next command\n"
    )
    assert ledger("balances", home, "--at", "2025-11-12 05:59").stderr == ""


def test_clearing_is_a_matrix_of_provinces_for_each_month(spring: str) -> None:
    result = ledger("clearing", spring, "--ledger", "march")

    assert (
        result.stdout
        == """\
2026-03, gross, paid 2026-04-01 00:00
owes / is owed  CN-HA Henan  CN-SH Shanghai     total
CN-HA Henan                          300.00    300.00
CN-SH Shanghai       700.00                    700.00
total                700.00          300.00  1,000.00
"""
    )


def test_clearing_netted_is_one_direction_a_pair(spring: str) -> None:
    result = ledger("clearing", spring, "--ledger", "march", "--netted", "--lang", "zh")

    assert (
        result.stdout
        == """\
2026-03 轧差，2026-04-01 00:00 付款
应付 / 应收   CN-HA 河南省    合计
CN-SH 上海市        400.00  400.00
合计                400.00  400.00
"""
    )
    assert said("clearing", spring, "--ledger", "march", "--netted") == [
        {
            "month": "2026-03",
            "owes": "CN-SH",
            "is_owed": "CN-HA",
            "owed_fen": 40_000,
            "paid_at": "2026-04-01 00:00",
        }
    ]


def test_clearing_rows_tell_what_was_spent_and_what_was_undone(spring: str) -> None:
    found = said("clearing", spring, "--ledger", "later", "--month", "2026-04")

    assert found == [
        {
            "month": "2026-04",
            "owes": "CN-SH",
            "is_owed": "CN-HA",
            "owed_fen": -35_000,
            "spent_fen": 10_000,
            "undone_fen": 45_000,
            "paid_at": "2026-05-01 00:00",
        }
    ]


@pytest.mark.parametrize("month", [None, "2026-07"])
def test_no_clearing_is_no_row_and_a_word_on_stderr(home: str, month: str | None) -> None:
    asked = [] if month is None else ["--month", month]
    result = ledger("clearing", home, *asked)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"no province owes another anything{f' for {month}' if month else ''}\n"
    empty = ledger("clearing", home, *asked, "--format", "csv")
    assert empty.stdout == "month,owes,is_owed,owed_fen,spent_fen,undone_fen,paid_at\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_form_tells_the_same(command: str, spring: str) -> None:
    asked = [command, spring, "--ledger", "later"]
    asked += ["--of", "son"] if command == "statement" else []

    rows_ = said(*asked)
    lines = ledger(*asked, "--format", "jsonl").stdout.splitlines()
    flats = list(csv.DictReader(io.StringIO(ledger(*asked, "--format", "csv").stdout)))
    assert [json.loads(line) for line in lines] == rows_
    assert len(flats) == len(rows_) > 0
    for flat, row in zip(flats, rows_, strict=True):
        assert {k: flat[k] for k, v in row.items() if isinstance(v, int)} == {
            k: str(v) for k, v in row.items() if isinstance(v, int)
        }


@pytest.mark.parametrize("command", COMMANDS)
def test_the_language_changes_labels_only(command: str, spring: str) -> None:
    asked = [command, spring, "--ledger", "later"]
    asked += ["--of", "son"] if command == "statement" else []

    english_, chinese = (ledger(*asked, "--lang", lang).stdout for lang in ("en", "zh"))
    assert english_ != chinese
    assert len(english_.splitlines()) == len(chinese.splitlines())
    for form in ("json", "csv"):
        same = {ledger(*asked, "--lang", lang, "--format", form).stdout for lang in ("en", "zh")}
        assert len(same) == 1


def test_every_event_that_moves_money_has_a_name_in_both_languages() -> None:
    moving = {str(k.__struct_config__.tag) for k in get_args(Event) if k in LEGS}

    assert moving | {"refused"} == set(EVENTS)
    assert all(pair.zh and pair.en for pair in EVENTS.values())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_only_ledger_need_not_be_named_and_may_be(command: str, home: str) -> None:
    asked = arguments(command, home)

    assert ledger(*asked).stdout == ledger(*asked, "--ledger", "home").stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_of_several_ledgers_one_must_be_named(command: str, spring: str) -> None:
    result = ledger(*arguments(command, spring))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == ("the database holds 2 ledgers; name one with --ledger: later, march\n")


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [("marhc", "did you mean “march”?"), ("x", "the database holds 2 ledgers: later, march")],
)
def test_an_unknown_ledger_is_told_with_what_there_is(spring: str, wanted: str, hint: str) -> None:
    result = ledger("clearing", spring, "--ledger", wanted)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"there is no ledger “{wanted}”; {hint}\n"


LISTS = "; `walletsim ledger balances` lists them\n"


@pytest.mark.parametrize(
    ("of", "shown"),
    [("wnag", "wnag"), ("li/walet", "li/walet"), ("王芳", "王芳"), ("\x1b[1m", "\\x1b[1m")],
)
def test_a_statement_of_nobody_is_told_and_names_nobody_else(
    home: str, of: str, shown: str
) -> None:
    result = ledger("statement", home, "--of", of)

    assert (result.exit_code, result.stdout) == (2, "")
    told = f"nobody and no account of the ledger is called “{shown}”"
    assert result.stderr == told + LISTS


@pytest.mark.parametrize("command", ["allowance", "balances"])
def test_a_person_who_is_not_there_is_told_and_names_nobody_else(command: str, home: str) -> None:
    result = ledger(command, home, "--of", "wnag")

    assert result.exit_code == 2
    assert result.stderr == "nobody of the ledger is called “wnag”" + LISTS


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2025-11-10", "“2025-11-10” has no time of day; write for example 2025-11-10 20:05"),
        ("2025-02-30 10:00", "there is no day 2025-02-30 in the calendar"),
        ("soon", "“soon” is not a moment; write for example 2025-11-10 20:05"),
        ("2025-11-10 07:59", "home begins at 2025-11-10 08:00"),
    ],
)
@pytest.mark.parametrize("command", ["allowance", "balances"])
def test_a_moment_that_is_none_or_too_early_is_told(
    command: str, home: str, at: str, told: str
) -> None:
    result = ledger(command, home, "--at", at)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{told}\n")


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "march", "2026-03-01"])
def test_a_month_that_is_none_is_told(spring: str, month: str) -> None:
    result = ledger("clearing", spring, "--month", month, "--ledger", "march")

    assert result.exit_code == 2
    assert result.stderr == f"“{month}” is not a month; write for example 2026-03\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_not_there_is_missed(command: str, tmp_path: Path) -> None:
    result = ledger(*arguments(command, f"sqlite:///{tmp_path}/none.db"))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"there is no database {tmp_path}/none.db\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_damaged_ledger_ends_with_3(command: str, tmp_path: Path) -> None:
    file = kept_samples(tmp_path)
    spoil(file, "UPDATE journal SET body = replace(body, 'account_credited', 'moon_landed')")
    result = ledger(*arguments(command, f"sqlite:///{file}"), "--ledger", "story")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "seq 5: the body is no event that this engine knows\n"


def test_an_allowance_without_a_policy_that_can_be_read_ends_with_3(tmp_path: Path) -> None:
    result = ledger("allowance", f"sqlite:///{kept_samples(tmp_path)}", "--ledger", "story")

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "the stored policy of story cannot be read\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_loads_no_database_package(command: str) -> None:
    script = (
        "import sys\n"
        "from ledger.cli.app import app\n"
        f"sys.argv = ['walletsim', 'ledger', '{command}', '--help']\n"
        "try: app()\n"
        "except SystemExit: pass\n"
        "heavy = ('sqlmodel', 'sqlalchemy')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout.splitlines()[-1] == b"[]"
