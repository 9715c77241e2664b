"""History judged again: the same flips and the same end as a story that runs under the policy."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    Command,
    SendTransfer,
    Spend,
    Unbind,
)
from ledger.core.refusals import UNTRIED, Code
from ledger.journal import DamagedError, Draft, MemoryJournal
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.load import load
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import Run, start, state, walk
from ledger.scenario.story import Scenario, Step
from ledger.scenario.variants import EVER, changed
from ledger.text.reader import parse
from ledger.whatif.comparing.backtest import Backtest, backtest
from ledger.whatif.comparing.causes import Cause, Kind
from ledger.whatif.comparing.disputed import doubts
from ledger.whatif.comparing.history import Answered, History, of_ledger, of_scenario
from ledger.whatif.comparing.lockstep import SINGLE
from ledger.whatif.comparing.variant import flips_between
from ledger.words.moments import parse_day
from tests.ledgers import moment, opened
from tests.scenarios.stories import FILES, FOLDER, stem, story

VALUES = {
    "one transfer a day": ("transfer.count.per_day@CN", "1次"),
    "500 yuan a transfer": ("transfer.cap.each@CN", "500元"),
    "never closed but at noon": ("transfer.closed@CN", "12:00-13:00"),
    "accepted at once": ("transfer.acceptance@CN", "automatic"),
    "no relation asked for": ("transfer.kin@CN", "not_required"),
    "three pending": ("transfer.pending.cap@CN", "3次"),
    "Shaanxi has no wallets": ("wallet.open@CN-SN", "not_open"),
    "the quota model": ("wallet.model@CN", "quota"),
    "one member": ("bind.members.cap@CN", "1人"),
    "no kin": ("kin.list@CN", []),
}
"""Changes that reach many stories, each a setting and its value for ever."""


@cache
def history(path: Path) -> History:
    return of_scenario(story(path))


def under(policy: PolicyBook, setting: str, value: object, start_: int = EVER) -> PolicyBook:
    parameter, _, region = setting.partition("@")
    made = changed(policy, Setting(parameter, region), value, (start_, None))
    return policy.with_changes((made,))


def from_scratch(scenario: Scenario) -> Run:
    """The story run as written; time passes to the end of the history."""
    made = start(scenario)
    walk(made, scenario.items, verify=False)
    return made


def agrees(path: Path, policy: PolicyBook) -> Backtest:
    """Judge a shipped story again, and see that a run from scratch gives the same."""
    found = backtest(history(path), policy)
    made = from_scratch(replace(story(path), policy=policy))
    flips = flips_between(from_scratch(story(path)), made)
    assert {flip.step: flip for flip in found.flips} == {flip.step: flip for flip in flips}
    made.session.settle(found.until)
    assert state(found.after) == state(made.book)
    return found


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_under_the_same_policy_every_event_is_the_same_to_the_byte(path: Path) -> None:
    found = backtest(history(path), story(path).policy)

    assert (found.turns, found.identical) == ((), True)
    assert found.head == history(path).journal.head
    assert found.refused[0] == found.refused[1]
    assert state(found.before) == state(found.after)


@pytest.mark.parametrize("change", VALUES)
@pytest.mark.parametrize("path", FILES, ids=stem)
def test_a_change_flips_what_a_run_from_scratch_flips_and_ends_alike(
    path: Path, change: str
) -> None:
    setting, value = VALUES[change]

    found = agrees(path, under(story(path).policy, setting, value))

    assert not (found.identical and (found.turns or state(found.before) != state(found.after)))


def test_every_one_of_the_changes_flips_something_somewhere() -> None:
    idle = [
        change
        for change, (setting, value) in VALUES.items()
        if not any(
            backtest(history(p), under(story(p).policy, setting, value)).flips for p in FILES
        )
    ]

    assert idle == []


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_another_reading_flips_what_a_run_from_scratch_flips_and_ends_alike(path: Path) -> None:
    policy = story(path).policy
    for doubt in doubts(history(path), policy):
        agrees(path, policy.with_readings({doubt.setting: doubt.reading}))


TWO = FOLDER / "two-provinces.yaml"
PLAIN = {("transfer.amount.per_day", "CN-SN"): "plain"}


def causes(found: Backtest) -> dict[str, Cause | None]:
    return {turn.step: turn.cause for turn in found.turns}


def test_the_other_reading_of_the_daily_total_lets_exactly_one_transfer_pass() -> None:
    found = backtest(history(TWO), story(TWO).policy.with_readings(PLAIN))

    assert [str(flip) for flip in found.flips] == ["t8: refused TRANSFER_DAY_AMOUNT -> pending"]
    assert causes(found) == {"t8": None}
    assert (found.steps, found.refused, found.identical) == (17, (6, 5), False)


def test_what_a_difference_brings_about_is_no_direct_difference() -> None:
    found = backtest(history(TWO), under(story(TWO).policy, "transfer.cap.each@CN", "700元", EVER))

    assert causes(found) == {
        "t1": None,
        "a1": Cause(Kind.step, "t1"),
        "t6": None,
        "a6": Cause(Kind.step, "t6"),
        "t8": Cause(Kind.counters, "li"),
        "s1": Cause(Kind.money, "wang"),
        "s2": Cause(Kind.money, "wang"),
        "r1": Cause(Kind.step, "s2"),
    }


def home(*steps: tuple[str, Command]) -> History:
    """A ledger of the family in which these commands were asked, an hour apart from 09:00."""
    session = opened()
    session.journal.save_policy(session.policy.hash, session.policy.body())
    for hour, (key, command) in enumerate(steps):
        session.handle(command, at=moment(f"{9 + hour:02}:00"), key=key)
    return of_ledger(session.journal)


def send(fen: int, source: str = "li") -> SendTransfer:
    return SendTransfer(source, "wang", fen)


def test_money_that_never_came_is_the_cause_of_a_balance_that_is_too_small() -> None:
    spend = Spend("wang/wallet", 50_000, "pharmacy")
    ledger = home(("t1", send(60_000)), ("", AcceptTransfer("t1")), ("s1", spend))

    found = backtest(ledger, under(ledger.policy, "transfer.cap.each@CN", "500元"))

    assert causes(found) == {
        "t1": None,
        "#9": Cause(Kind.step, "t1"),
        "s1": Cause(Kind.money, "wang"),
    }
    assert [str(flip) for flip in found.flips] == [
        "t1: pending -> refused TRANSFER_CAP_EACH",
        "#9: ok -> refused NOT_PENDING",
        "s1: ok -> refused BALANCE_SHORT",
    ]
    assert (found.steps, found.refused) == (9, (0, 3))


def test_of_two_rules_the_one_that_stands_first_is_the_cause() -> None:
    ledger = home(("t1", send(60_000)), ("t2", send(190_000)))

    found = backtest(ledger, under(ledger.policy, "transfer.cap.each@CN", "500元"))

    assert [str(flip) for flip in found.flips] == [
        "t1: pending -> refused TRANSFER_CAP_EACH",
        "t2: refused PENDING_OPEN -> refused TRANSFER_CAP_EACH",
    ]
    assert causes(found) == {"t1": None, "t2": Cause(Kind.counters, "li")}


def test_what_the_policy_turns_on_the_recorded_book_is_direct_whatever_else_turns_it() -> None:
    ledger = home(("t1", send(60_000)), ("t2", send(40_000)))
    policy = under(ledger.policy, "transfer.cap.each@CN", "500元")
    policy = under(policy, "transfer.pending.cap@CN", "3次")

    found = backtest(ledger, under(policy, "transfer.count.per_day@CN-SN", "1次"))

    assert [str(flip) for flip in found.flips] == [
        "t1: pending -> refused TRANSFER_CAP_EACH",
        "t2: refused PENDING_OPEN -> pending",
    ]
    assert causes(found) == {"t1": None, "t2": None}


def test_what_is_overdue_at_the_end_of_a_ledger_happens_in_both_books() -> None:
    yesterday = parse_day("2025-11-09")
    ledger = home(("", Bind("wang", "li", "son", until_day=yesterday)))

    found = backtest(ledger, ledger.policy)

    assert (found.identical, found.refused) == (True, (0, 0))
    assert ("wang", "li") not in found.before.relations
    assert state(found.before) == state(found.after)


def test_a_change_that_comes_after_the_history_changes_nothing() -> None:
    ledger = home(("t1", send(60_000)))
    late = under(ledger.policy, "transfer.cap.each@CN", "500元", parse_day("2026-01-01"))

    found = backtest(ledger, late)

    assert (found.turns, found.identical, found.until) == ((), True, moment("09:00"))
    assert found.policy.hash != ledger.policy.hash


def test_a_command_about_which_no_rule_was_asked_is_carried_over_and_listed() -> None:
    session = opened()
    session.journal.save_policy(session.policy.hash, session.policy.body())
    session.handle(send(60_000), at=moment("09:00"), key="t1")
    session.handle(send(70_000), at=moment("10:00"), key="t1")
    session.handle(send(80_000), at=moment("08:30"), key="late")
    session.handle(send(80_000), at=moment("11:00"), key="late")
    ledger = of_ledger(session.journal)

    same = backtest(ledger, ledger.policy)
    found = backtest(ledger, under(ledger.policy, "transfer.cap.each@CN", "500元"))

    assert same.identical
    assert [tuple(one) for one in found.unjudged] == [("#9", "KEY_REUSED"), ("late", "LATE")]
    assert [turn.step for turn in found.turns] == ["t1"]
    assert found.refused == (2, 3)


def test_what_could_not_be_judged_is_listed_once_by_the_step_that_was_carried_over() -> None:
    session = opened()
    session.handle(send(60_000), at=moment("09:00"), key="t1")
    late = session.handle(send(80_000), at=moment("08:30"), key="late")
    again = session.handle(send(80_000), at=moment("11:00"), key="late")
    steps = [
        Answered("first", late.seq, moment("08:30"), again=False),
        Answered("second", again.seq, moment("11:00"), again=True),
    ]

    found = backtest(History(session.journal, session.policy, None, steps), session.policy)

    assert [tuple(one) for one in found.unjudged] == [("first", "LATE")]


def test_the_same_wish_again_follows_its_first_answer() -> None:
    text = TWO.read_text(encoding="utf-8").replace(
        "ends:\n",
        "  - {id: t9, at: 2025-11-11 10:11, key: t8, expect: duplicate,"
        " transfer: {from: li, to: wang, amount: 500元}}\nends:\n",
    )
    scenario = load(parse(text, str(TWO), "steps"))
    other = replace(scenario, policy=scenario.policy.with_readings(PLAIN))

    found = backtest(of_scenario(scenario), other.policy)

    assert causes(found) == {"t8": None, "t9": Cause(Kind.step, "t8")}
    flips = flips_between(from_scratch(scenario), from_scratch(other))
    assert list(found.flips) == list(flips)


def test_an_answer_of_the_same_words_turns_where_something_else_comes_of_it() -> None:
    ledger = home(("", Unbind("li", "wang")))

    found = backtest(ledger, under(ledger.policy, "bind.unbind.effective@CN", "next_day"))

    assert (found.flips, [turn.step for turn in found.turns]) == ((), ["#8"])
    assert causes(found) == {"#8": None}


def test_what_fell_due_after_the_last_command_of_a_ledger_is_not_invented() -> None:
    ledger = home(("t1", send(60_000)))

    found = backtest(ledger, under(ledger.policy, "transfer.cap.each@CN", "500元"))

    assert found.before.pending.keys() == {"t1"}
    assert found.after.pending.keys() == set()
    assert found.after.balances["li/personal"] == 800_000


def test_a_journal_whose_commands_cannot_be_read_is_damaged() -> None:
    journal = home(("t1", send(60_000))).journal
    copy = MemoryJournal(journal.ledger)
    for row in journal.read():
        asked = bytes(16) if row.key == "t1" else row.asked
        copy.append([Draft(row.recorded_at, row.key, asked, row.event)])

    with pytest.raises(DamagedError, match=r"^seq 8: no command of this digest"):
        backtest(History(copy, opened().policy), opened().policy)


def test_a_transfer_without_a_key_is_damage() -> None:
    journal = home(("t1", send(60_000))).journal
    copy = MemoryJournal(journal.ledger)
    for row in journal.read():
        copy.append([Draft(row.recorded_at, "", row.asked, row.event)])

    with pytest.raises(DamagedError, match=r"^seq 8: a transfer needs a key"):
        backtest(History(copy, opened().policy), opened().policy)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_of_a_command_of_which_one_event_is_awaited_never_more_come(path: Path) -> None:
    scenario = story(path)
    came: list[tuple[Command, int]] = []

    def watch(step: Step, outcome: Outcome) -> None:
        came.append((step.command, len(outcome.decision.events)))

    walk(start(scenario), scenario.items, watch, verify=False)

    assert [command for command, n in came if n > 1 and isinstance(command, SINGLE)] == []


def test_every_code_that_no_rule_is_asked_about_is_one_that_can_be_carried_over() -> None:
    assert {Code.KEY_REUSED, Code.LATE} == UNTRIED


def test_what_was_recorded_as_it_happened_happens_again_so_and_is_not_judged() -> None:
    session = opened()
    session.journal.save_policy(session.policy.hash, session.policy.body())
    session.record(send(250_000), at=moment("09:00"), key="above the cap")
    session.record(AcceptTransfer("t9"), at=moment("09:01"), key="of nothing")
    session.record(AcceptTransfer("above the cap"), at=moment("09:02"), key="a1")
    session.record(send(1), at=moment("09:03"), key="a1")
    session.record(send(1), at=moment("08:30"), key="late")
    history = of_ledger(session.journal)

    same = backtest(history, history.policy)
    other = backtest(history, under(history.policy, "transfer.count.per_day@CN", "1次"))

    assert same.identical
    assert [one.step for one in same.unjudged] == ["above the cap", "of nothing", "#12", "late"]
    assert other.flips == ()
