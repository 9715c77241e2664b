"""`walletsim what-if`: what is asked, where, and what is printed; nothing is ever written."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from freezegun import freeze_time

from ledger.scenario.actions import ACTIONS
from tests.cli.running import SCENARIOS, walletsim, written

TWO = str(SCENARIOS / "two-provinces.yaml")
SEND = ("--from", "li", "--to", "wang", "--amount")


def answered(*args: str | Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(walletsim("what-if", *args, "--format", "json").stdout)
    return found


def stored(folder: Path) -> str:
    url = f"sqlite:///{folder / 'home.db'}"
    assert walletsim("replay", written(folder), "-q", "--store", url).exit_code == 0
    return url


def test_a_refused_question_explains_itself_and_ends_with_1() -> None:
    asked = walletsim("what-if", "transfer", f"{TWO}@a7", *SEND, "500元")

    assert asked.exit_code == 1
    assert asked.stdout.startswith("REFUSED  TRANSFER_DAY_AMOUNT")
    assert "up to 200.00 元 would pass" in asked.stdout
    assert "amount  1,800.00 元 of 2,000.00 元" in asked.stdout


def test_a_taken_question_shows_what_it_changes_and_ends_with_0() -> None:
    asked = walletsim("what-if", "transfer", f"{TWO}@a7", *SEND, "200元")

    assert asked.exit_code == 0
    assert asked.stdout.startswith("TAKEN, pending")
    rows = [line.split() for line in asked.stdout.splitlines()]
    assert ["li/personal", "6,400.00", "6,200.00", "-200.00"] in rows
    assert ["transit/w1", "0.00", "200.00", "+200.00"] in rows


def test_the_explanation_is_that_of_the_very_step_asked_again() -> None:
    own = json.loads(walletsim("explain", TWO, "t8", "--format", "json").stdout)
    asked = answered("transfer", f"{TWO}@a7", *SEND, "500元", "--at", "2025-11-11 10:10")
    (answer,) = asked["answers"]

    del own["place"]
    assert answer == own | {"step": "w1"}


def test_the_most_that_passes_and_the_first_moment_are_the_only_answer() -> None:
    asked = walletsim("what-if", "transfer", f"{TWO}@a7", *SEND, "500元", "--max", "--when")

    assert asked.stdout.splitlines() == [
        "at most 200.00 元 now",
        "limited by TRANSFER_DAY_AMOUNT transfer.amount.per_day@CN-SN",
        "the whole passes from 2025-11-12 06:00",
    ]


def test_the_most_needs_no_amount_and_nothing_ends_with_1() -> None:
    plenty = walletsim("what-if", "transfer", f"{TWO}@a7", *SEND[:-1], "--max")
    nothing = walletsim("what-if", "transfer", f"{TWO}@t3", *SEND[:-1], "--max")

    assert (plenty.exit_code, plenty.stdout.splitlines()[0]) == (0, "at most 200.00 元 now")
    assert (nothing.exit_code, nothing.stdout.splitlines()[0]) == (1, "at most 0.00 元 now")


def test_the_clock_moves_on_to_the_first_moment_that_passes() -> None:
    asked = answered("transfer", f"{TWO}@a7", *SEND, "500元", "--until-ok")
    (answer,) = asked["answers"]

    assert (answer["at"], answer["verdict"]) == ("2025-11-12 06:00", "pending")


def test_commands_are_chained_each_in_what_the_ones_before_have_left() -> None:
    then = ("--then", "accept: w1", "--then", "transfer: {from: li, to: wang, amount: 1元}")
    asked = answered("transfer", f"{TWO}@a7", *SEND, "200元", *then)
    told = [(a["step"], a["verdict"], a["code"]) for a in asked["answers"]]

    assert told == [
        ("w1", "pending", None),
        ("w2", "ok", None),
        ("w3", "refused", "TRANSFER_DAY_COUNT"),
    ]
    assert asked["taken"] is False


def test_two_people_may_be_made_up_for_a_question() -> None:
    asked = walletsim(
        "what-if",
        "transfer",
        *("--payer-region", "CN-SN", "--payee-region", "CN-HE", "--balance", "li=8000元"),
        *(*SEND, "2500元", "--at", "2025-11-11 10:00"),
    )

    assert asked.exit_code == 1
    assert asked.stdout.startswith("REFUSED  TRANSFER_CAP_EACH")


def test_a_stored_ledger_is_asked_and_stays_as_it_is(tmp_path: Path) -> None:
    url = stored(tmp_path)
    before = (tmp_path / "home.db").read_bytes()

    at = ("--at", "2025-11-11 10:00")
    asked = answered("transfer", "--ledger", url, *SEND, "100元", *at)
    named = answered("transfer", "--ledger", f"{url}#story", *SEND, "100元", *at)

    assert asked["taken"] is True
    assert named == asked
    assert (tmp_path / "home.db").read_bytes() == before


@freeze_time("2025-11-11 02:00:00")
def test_a_stored_ledger_is_asked_at_the_present_moment_of_beijing(tmp_path: Path) -> None:
    asked = answered("transfer", "--ledger", stored(tmp_path), *SEND, "100元")

    assert asked["answers"][0]["at"] == "2025-11-11 10:00"


@pytest.mark.parametrize("word", ACTIONS)
def test_every_word_of_a_step_can_be_asked(word: str) -> None:
    assert walletsim("what-if", word, "--help").exit_code == 0
    assert walletsim("what-if", word, f"{TWO}@a7").exit_code == 2


def test_a_field_that_is_a_list_is_written_as_in_a_step() -> None:
    items = "[{id: a, price: 100元, pooled: 60%}, {id: b, amount: 20元}]"
    patient = ("--patient", "wang", "--setting", "outpatient")
    asked = answered("settle", f"{TWO}@a7", *patient, "--items", items)

    assert asked["answers"][0]["burden_fen"] == 6_000


ASKED_AT = f"{TWO}@a7"
MISTAKES = {
    "an unknown person, with a suggestion": (
        ["transfer", ASKED_AT, "--from", "li", "--to", "wnag", "--amount", "1元"],
        ["unknown person “wnag”", "did you mean “wang”?"],
    ),
    "an amount without a unit": (["transfer", ASKED_AT, *SEND, "500"], ["500元"]),
    "a field left out": (["transfer", ASKED_AT, "--from", "li"], ["“to”", "“amount”"]),
    "several at once": (
        ["transfer", ASKED_AT, *SEND, "500", "--then", "acept: w1"],
        ["“500” has no unit", "did you mean “accept”?", "2 problems"],
    ),
    "an unknown region": (
        ["spend", "--payer-region", "CN-S", "--from", "a/wallet", "--amount", "1元"],
        ["unknown region “CN-S”"],
    ),
    "an unknown account": (
        ["transfer", ASKED_AT, "--from", "li/walet", "--to", "wang", "--amount", "1元"],
        ["did you mean “wallet”?"],
    ),
    "a moment that is none": (
        ["transfer", ASKED_AT, *SEND, "1元", "--at", "tomorrow"],
        ["“tomorrow” is not a moment"],
    ),
    "the past": (
        ["transfer", ASKED_AT, *SEND, "1元", "--at", "2025-11-10 10:00"],
        ["that is in the past: it is 2025-11-11 10:06 already"],
    ),
    "a step that is not there": (
        ["transfer", f"{TWO}@a77", *SEND, "1元"],
        ["no step “a77”", "did you mean “a7”?"],
    ),
    "a file that is not there": (["transfer", "nope.yaml@a7", *SEND, "1元"], ["nope.yaml"]),
    "nowhere": (["transfer", *SEND, "1元"], ["--ledger URL"]),
    "two places": (["transfer", ASKED_AT, "--ledger", "sqlite:///x.db"], ["only one of"]),
    "a database that is not there": (
        ["transfer", "--ledger", "sqlite:///nope.db", *SEND, "1元"],
        ["there is no database"],
    ),
    "somebody whose region is missing": (
        ["transfer", "--payer-region", "CN-SN", *SEND, "1元"],
        ["where is wang insured?"],
    ),
    "an expectation": (
        ["transfer", ASKED_AT, *SEND, "1元", "--then", "{accept: w1, expect: ok}"],
        ["“expect” has no place in a question"],
    ),
    "no command at all": (
        ["accept", ASKED_AT, "--of", "t1", "--then", "wait: {until: 2026-01-01 00:00}"],
        ["wait"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_and_nothing_is_asked(mistake: str, tmp_path: Path) -> None:
    args, told = MISTAKES[mistake]

    asked = walletsim("what-if", *args)

    assert asked.exit_code == 2
    assert asked.stdout == ""
    for part in told:
        assert part in asked.stderr
    assert list(tmp_path.iterdir()) == []


def test_nobody_of_a_stored_ledger_is_named_to_who_mistypes(tmp_path: Path) -> None:
    url = stored(tmp_path)

    asked = walletsim(
        *("what-if", "transfer", "--ledger", url, "--from", "li", "--to", "wnag"),
        *("--amount", "1元", "--at", "2025-11-11 10:00"),
    )

    assert asked.exit_code == 2
    assert "unknown person “wnag”" in asked.stderr
    assert "wang" not in asked.stderr


def test_answers_are_told_in_chinese_where_that_is_asked_for() -> None:
    asked = walletsim("what-if", "transfer", f"{TWO}@a7", *SEND, "500元", "--lang", "zh")

    assert asked.stdout.startswith("拒绝  TRANSFER_DAY_AMOUNT  当日金额")
    assert "账户" in asked.stdout
    assert "笔数" in asked.stdout


def test_a_story_whose_policy_refuses_the_kin_says_so_when_asked() -> None:
    asked = walletsim(
        *("what-if", "transfer", "--payer-region", "CN-SN", "--payee-region", "CN-HE"),
        *(*SEND, "1元", "--at", "2025-11-11 10:00", "--payee-kin", "mother_in_law"),
    )

    assert asked.stdout.startswith("REFUSED  KIN_NOT_BOUND")


def spoiled(folder: Path, how: str) -> str:
    """A database that cannot be asked."""
    url, path = stored(folder), folder / "home.db"
    match how:
        case "not ours":
            path.write_bytes(b"name,amount\n" * 1000)
        case "empty":
            path.write_bytes(b"")
        case "cut":
            path.write_bytes(path.read_bytes()[:6000])
        case _:
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("UPDATE ledger SET format = 99")
    return url


@pytest.mark.parametrize(
    ("how", "code", "told"),
    [
        ("not ours", 3, "no SQLite file"),
        ("empty", 2, ""),
        ("cut", 3, "damaged"),
        ("newer", 2, "99"),
    ],
)
@pytest.mark.parametrize(
    "asked",
    [
        ("what-if", "transfer", *SEND, "1元", "--at", "2025-11-11 09:00", "--ledger"),
        ("what-if", "plan", *("--to", "wang", "--amount", "1元", "--by", "2026-01-01"), "--ledger"),
        ("compare", "--reading", "transfer.amount.per_day@CN-SN=plain"),
    ],
    ids=["what-if", "plan", "compare"],
)
def test_a_ledger_that_cannot_be_read_is_told_in_one_line_and_left_alone(
    tmp_path: Path, asked: tuple[str, ...], how: str, code: int, told: str
) -> None:
    url = spoiled(tmp_path, how)
    before = (tmp_path / "home.db").read_bytes()

    answer = walletsim(*asked, url)

    assert (answer.exit_code, answer.stdout) == (code, "")
    assert told in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert (tmp_path / "home.db").read_bytes() == before


def test_a_ledger_that_is_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.journal.sqlite.WAIT_SECONDS", 0)
    url = stored(tmp_path)
    with closing(sqlite3.connect(tmp_path / "home.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("BEGIN EXCLUSIVE")

        asked = walletsim("what-if", "transfer", "--ledger", url, *SEND, "1元")

    assert asked.exit_code == 2
    assert "another program keeps it locked" in asked.stderr
