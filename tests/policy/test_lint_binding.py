"""P111: values that change no outcome; each reason with a book that has it and a near miss."""

import re
from itertools import product

import pytest

from ledger.core.commands import Bind, Command, Enrol, PostOpening, SendTransfer
from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated
from ledger.policy.lint import lint
from ledger.policy.lint_bounds import AFTER_REGION, OF_TRANSFERS
from ledger.policy.load import load
from ledger.policy.shipped import document, shipped
from ledger.text.reader import read
from ledger.words.moments import DAY, HOUR, MINUTE, parse_day
from ledger.words.money import NO_LIMIT
from tests.ledgers import opened
from tests.policy.samples import overlay

CITY = "CN-SN-610100"
EACH, COUNT, AMOUNT = "transfer.cap.each", "transfer.count.per_day", "transfer.amount.per_day"
IN_USE = {"wallet.open": "open"}


def stated(values: dict[str, str], *, span: str = "from: 2025-01-01, until: 2025-12-31") -> str:
    """The overlay of a region with one value of each parameter, all of these days."""
    return "".join(
        f"  {name}:\n    how: replace\n    values: [{{{span}, "
        f"{value if value.startswith('rows:') else f'value: {value}'}, source: ours}}]\n"
        for name, value in values.items()
    )


def with_region(values: dict[str, str], region: str = "CN-SN", more: str = "") -> PolicyBook:
    """The shipped nation with a region of these values, and more of its city."""
    files = [document("cn"), read(overlay(stated(values), region).encode(), "cn-sn.yaml")]
    if more:
        files.append(read(overlay(more, CITY).encode(), "city.yaml"))
    return load(files)


def line_of(book: PolicyBook, parameter: str) -> int:
    """Where the nation's first value of a parameter stands in its file."""
    place = book.history[parameter, "CN"][0].place
    assert place is not None
    return place.line


def idle(book: PolicyBook, parameter: str) -> list[str]:
    """What P111 says of the values of a parameter."""
    told = [d for d in lint(book) if d.code == "P111"]
    return [d.message for d in told if d.message.startswith(f"{parameter} of ")]


REASONS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (AMOUNT, {AMOUNT: "6000元"}, {AMOUNT: "5999.99元"}),
    (
        AMOUNT,
        {AMOUNT: "500元", EACH: "100元", COUNT: "5次"},
        {AMOUNT: "500元", EACH: "101元", COUNT: "5次"},
    ),
    (EACH, {EACH: "1500元", AMOUNT: "1500元"}, {EACH: "1499元", AMOUNT: "1500元"}),
    (COUNT, {COUNT: "5次", AMOUNT: "4分"}, {COUNT: "5次", AMOUNT: "5分"}),
    (COUNT, {COUNT: "5次", EACH: "0元"}, {COUNT: "5次", EACH: "1分"}),
    ("transfer.pending.cap", {"transfer.pending.cap": "6次"}, {"transfer.pending.cap": "5次"}),
    (
        "bind.father.cap",
        {
            "bind.father.cap": "2人",
            "bind.members.cap": "3人",
            "bind.members.counts_self": "with_self",
        },
        {"bind.father.cap": "2人", "bind.members.cap": "3人"},
    ),
    (
        "bind.children.cap",
        {"bind.children.cap": "2人", "kin.list": "[spouse, father]"},
        {"bind.children.cap": "2人", "kin.list": "[spouse, son]"},
    ),
    (
        "bind.members.counts_self",
        {"bind.members.counts_self": "with_self"},
        {"bind.members.counts_self": "with_self", "bind.members.cap": "7人"},
    ),
    (
        "account.set_aside.per_month",
        {"account.set_aside.per_month": "1次"},
        {"account.set_aside.per_month": "1次", "account.share.from": "family_account"},
    ),
    (
        "account.carried.settings",
        {"account.carried.settings": "[inpatient]", "account.parts": "current_and_carried"},
        {"account.carried.settings": "[vaccine]", "account.parts": "current_and_carried"},
    ),
    (
        "spend.place",
        {"spend.place": "anywhere", "wallet.spend": "not_open"},
        {"spend.place": "anywhere", "wallet.spend": "open"},
    ),
]


@pytest.mark.parametrize(("parameter", "values", "near"), REASONS)
def test_a_value_without_room_is_told_and_its_neighbour_is_not(
    parameter: str, values: dict[str, str], near: dict[str, str]
) -> None:
    (told,) = idle(with_region(IN_USE | values), parameter)

    assert "changes nothing: " in told
    assert "cn.yaml:" in told or "cn-sn.yaml:" in told or "has no value" in told
    assert idle(with_region(IN_USE | near), parameter) == []


def test_the_message_names_the_value_its_days_and_what_leaves_it_no_room() -> None:
    book = with_region(IN_USE | {AMOUNT: "6000元", COUNT: "2次"})

    line = line_of(book, EACH)
    assert idle(book, AMOUNT) == [
        (
            "transfer.amount.per_day of 2025-01-01..2025-12-31, 6,000.00 元, changes nothing: "
            "transfer.count.per_day is 2 次 (cn-sn.yaml:17) and transfer.cap.each is 2,000.00 元 "
            f"(cn.yaml:{line}), so a day never holds more"
        )
    ]


@pytest.mark.parametrize("parameter", AFTER_REGION)
def test_nobody_asks_for_a_transfers_value_where_no_wallet_is_open(parameter: str) -> None:
    value = sample_of(parameter)

    assert "so no wallet is open" in idle(with_region({parameter: value}), parameter)[0]
    assert "no wallet" not in str(idle(with_region({parameter: value} | IN_USE), parameter))
    assert AFTER_REGION.count(parameter) == 1


@pytest.mark.parametrize("parameter", OF_TRANSFERS)
def test_nobody_asks_for_a_transfers_value_under_the_quota_model(parameter: str) -> None:
    values = {parameter: sample_of(parameter)} | IN_USE

    quota = with_region(values | {"wallet.model": "quota"})
    moved = with_region(values | {"wallet.model": "transfer"})
    assert "so no money moves" in idle(quota, parameter)[0]
    assert "no money moves" not in str(idle(moved, parameter))


def sample_of(parameter: str) -> str:
    """Some value of a parameter that is not the nation's."""
    definition = shipped().definitions[parameter]
    if definition.kind_name == "choice":
        held = shipped().value(parameter, "CN", parse_day("2025-06-01"))
        return next(word for word in definition.of if word != held)
    by_kind = {"money": "1元", "count": "1次", "time": '"22:00 same day"', "hours": '"23:00-05:00"'}
    return by_kind[definition.kind_name]


def test_a_model_that_one_reading_denies_proves_nothing() -> None:
    span = "from: 2026-02-01, until: 2026-03-31"
    after = "from: 2026-06-01, until: 2026-12-31"
    for days, told in ((span, 0), (after, 1)):
        text = stated({"transfer.cap.each": "1元"}, span=days)
        text += stated({"wallet.open": "open"}, span="from: 2025-01-01")
        book = load([document("cn"), read(overlay(text).encode(), "cn-sn.yaml")])

        assert len(idle(book, EACH)) == told, days


def test_a_city_that_looks_a_value_up_and_has_room_for_it_clears_the_province() -> None:
    values = IN_USE | {AMOUNT: "6000元"}
    days = "from: 2025-03-01, until: 2025-03-01"

    assert len(idle(with_region(values), AMOUNT)) == 1
    assert idle(with_region(values, more=stated({COUNT: "4次"}, span=days)), AMOUNT) == []
    both = stated({COUNT: "4次", AMOUNT: "7000元"}, span=days)
    assert len(idle(with_region(values, more=both), AMOUNT)) == 1
    late = stated({COUNT: "4次"}, span="from: 2026-01-01")
    assert len(idle(with_region(values, more=late), AMOUNT)) == 1


def test_a_city_that_looks_a_value_up_by_another_reading_clears_it_too() -> None:
    days = "from: 2025-01-01"
    other = "{reading: b, value: inherit, source: ours}"
    record = f"{{{days}, reading: a, value: 7999元, source: ours, disputed: [{other}]}}"
    disputed = f"  {AMOUNT}: {{how: replace, values: [{record}]}}\n"
    province = IN_USE | {AMOUNT: "6000元"}

    four, three = (stated({COUNT: times}, span=days) + disputed for times in ("4次", "3次"))
    assert idle(with_region(province, more=four), AMOUNT) == []
    assert len(idle(with_region(province, more=three), AMOUNT)) == 2


def test_what_was_pending_before_counts_for_the_cap_on_what_is_open() -> None:
    values = {"transfer.pending.cap": "6次"} | IN_USE
    before = stated(values) + stated({COUNT: "9次"}, span="from: 2024-12-31, until: 2024-12-31")
    book = load([document("cn"), read(overlay(before).encode(), "cn-sn.yaml")])

    assert idle(book, "transfer.pending.cap") == []


def test_a_reason_needs_its_rule_and_values_of_the_same_side() -> None:
    nation = document("cn").text
    region = read(overlay(stated(IN_USE | {AMOUNT: "6000元"})).encode(), "cn-sn.yaml")
    unlisted = re.sub(r"  - {code: TRANSFER_DAY_COUNT,.*\n", "", nation)
    head, mark, tail = nation.partition("  transfer.count.per_day:\n")
    other_side = head + mark + tail.replace("applies_to: sender", "applies_to: receiver", 1)

    for text, told in ((nation, 1), (unlisted, 0), (other_side, 0)):
        assert len(idle(load([read(text.encode(), "cn.yaml"), region]), AMOUNT)) == told


def test_what_the_wider_region_says_too_is_nothing_new() -> None:
    book = with_region({"wallet.onward": "allowed"} | IN_USE)
    line, told = line_of(book, "wallet.onward"), idle(book, "wallet.onward")

    assert told == [
        (
            "wallet.onward of 2025-01-01..2025-12-31 says nothing new in CN-SN: "
            f"wallet.onward is allowed (cn.yaml:{line}) without it"
        )
    ]
    assert idle(with_region({"wallet.onward": "not_allowed"} | IN_USE), "wallet.onward") == []
    assert idle(with_region({"wallet.onward": "inherit"} | IN_USE), "wallet.onward") == []
    longer = stated({"wallet.onward": "allowed"}, span="from: 2024-11-14")
    book = load([document("cn"), read(overlay(longer).encode(), "cn-sn.yaml")])
    assert idle(book, "wallet.onward") == [], "the nation has none on its first day"


def test_a_value_that_the_wider_regions_other_reading_denies_is_new() -> None:
    assert idle(with_region({"settle.filing": "not_needed"}), "settle.filing") == []
    assert idle(with_region({"account.flexible.credit": "0元"}), "account.flexible.credit") == []


def test_no_parameter_is_asked_of_a_quota_alone() -> None:
    alone = {"grant", "revoke"}
    uses = {f.name: {p for r in f.rules for p in r.uses} for f in FAMILIES.values()}
    others = {p for name, found in uses.items() if name not in alone for p in found}

    assert uses["grant"] | uses["revoke"] <= others


def test_what_waits_for_an_open_wallet_is_asked_after_it_and_nowhere_else() -> None:
    for name in set(AFTER_REGION) - {"transfer.acceptance"}:
        for family in FAMILIES.values():
            codes = [rule.code for rule in family.rules]
            for place, rule in enumerate(family.rules):
                if name in rule.uses:
                    assert Code.REGION_NOT_OPEN in codes[:place], (name, family.name)


# -- A value reported as changing nothing changes nothing -----------------------------------------

LIMITS = (AMOUNT, EACH, COUNT, "transfer.pending.cap")
# Neither the nation's cap on one transfer nor its cap on what is pending is among these.
GRID = list(
    product(["0元", "3分", "100元", "200元"], ["2分", "100元"], ["1次", "2次"], ["2次", "6次"])
)
TIMES = [8 * HOUR, 9 * HOUR, 21 * HOUR, DAY + 7 * HOUR, DAY + 8 * HOUR]
SENT_FEN = (1, 2, 100, 9_999, 10_000, 10_001)


def without(book: PolicyBook, parameter: str) -> PolicyBook:
    """The book with no limit where CN-SN states one."""
    (record,) = book.history[parameter, "CN-SN"]
    reading = record.readings[0]
    free = type(reading)(reading.name, NO_LIMIT, reading.source_id, reading.source, "", "")
    return book.with_changes(
        (Dated(parameter, "CN-SN", record.from_day, record.until_day, (free,)),)
    )


def outcomes(book: PolicyBook) -> list[str]:
    """What becomes of many transfers, some accepted at once and some left pending."""
    people: list[Command] = [
        Enrol("li", "CN-SN", "employee"),
        Enrol("wang", "CN-SN", "resident"),
        PostOpening("li/personal", 100_000_000),
        PostOpening("li/wallet", 0),
        PostOpening("wang/wallet", 0),
        Bind("li", "wang", "mother"),
    ]
    start = parse_day("2025-06-02") * DAY
    session = opened(people, at=start, policy=book)
    wishes = [(start + time + n * MINUTE, fen) for time in TIMES for n, fen in enumerate(SENT_FEN)]
    answers: list[str] = []
    for n, (at, fen) in enumerate(wishes):
        decision = session.handle(SendTransfer("li/personal", "wang", fen), at=at, key=f"t{n}")
        answers.append(decision.verdict)
    return answers


@pytest.mark.parametrize("parameter", LIMITS)
def test_a_limit_told_to_change_nothing_takes_and_refuses_as_no_limit(parameter: str) -> None:
    counted = {True: 0, False: 0}
    for values in GRID:
        book = with_region(IN_USE | dict(zip(LIMITS, values, strict=True)))
        is_idle = bool(idle(book, parameter))
        was, now = outcomes(book), outcomes(without(book, parameter))

        assert was == now or not is_idle, (parameter, values)
        counted[is_idle] += 1

    assert min(counted.values()) > 0, "the grid has values of both kinds"
