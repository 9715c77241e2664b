"""P112: values that deny each other; each pair with a book that has it and a near miss."""

import pytest

from ledger.core.commands import (
    AcceptTransfer,
    Bind,
    Command,
    Enrol,
    PostOpening,
    Sanction,
    SendTransfer,
    SetAside,
)
from ledger.core.refusals import Code
from ledger.policy.book import PolicyBook
from ledger.policy.lint import lint
from ledger.policy.lint_clashes import CLASHES
from ledger.policy.load import load
from ledger.policy.shipped import document
from ledger.session import Session
from ledger.text.reader import read
from ledger.words.moments import DAY, HOUR, MINUTE, parse_day
from tests.ledgers import opened
from tests.policy.samples import overlay
from tests.policy.test_lint_binding import CITY, line_of, stated, with_region

OPEN = {"wallet.open": "open"}
START = parse_day("2025-06-02") * DAY


def clashes(book: PolicyBook) -> list[str]:
    """What P112 says, with its place."""
    return [f"{d.path}:{d.line} {d.message}" for d in lint(book) if d.code == "P112"]


PAIRS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    (
        "no number of months",
        {"sanction.months.least": "13个月"},
        {"sanction.months.least": "12个月"},
    ),
    ("no fine", {"sanction.fine.most": "1倍"}, {"sanction.fine.most": "2倍"}),
    (
        "as many at a time",
        {"bind.members.cap": "8人", "bind.members.lifetime": "7人"},
        {"bind.members.cap": "7人", "bind.members.lifetime": "7人"},
    ),
    (
        "as many at a time",
        {"bind.members.cap": "8人", "bind.members.lifetime": "7人"},
        {
            "bind.members.cap": "8人",
            "bind.members.lifetime": "7人",
            "bind.members.counts_self": "with_self",
        },
    ),
    ("never be bound", {"bind.members.cap": "0人"}, {"bind.members.cap": "1人"}),
    (
        "never be bound",
        {"bind.members.cap": "1人", "bind.members.counts_self": "with_self"},
        {"bind.members.cap": "2人", "bind.members.counts_self": "with_self"},
    ),
    ("never be bound", {"bind.members.lifetime": "0人"}, {"bind.members.lifetime": "1人"}),
    ("never be bound", {"bind.givers.cap": "0人"}, {"bind.givers.cap": "0人", "kin.list": "[]"}),
    ("nobody can receive", {"kin.list": "[]"} | OPEN, {"kin.list": "[]"}),
    (
        "no minute",
        {"transfer.closed": '"22:00-12:00, 11:00-22:00"'} | OPEN,
        {"transfer.closed": '"22:00-12:00, 12:01-22:00"'} | OPEN,
    ),
    (
        "goes back at once",
        {"transfer.return_at": '"21:59 same day"'},
        {"transfer.return_at": '"22:00 same day"'},
    ),
    (
        "goes back at once",
        {"transfer.return_at": '"06:00 same day"'},
        {"transfer.return_at": '"06:00 same day"', "transfer.acceptance": "automatic"},
    ),
    (
        "shared from",
        {"account.share.from": "family_account"},
        {"account.share.from": "family_account", "account.set_aside.per_month": "1次"},
    ),
    (
        "may be shared",
        {"account.share.from": "carried_only"},
        {"account.share.from": "carried_only", "account.parts": "current_and_carried"},
    ),
    (
        "may pay there",
        {"account.carried.settings": "[vaccine]"},
        {"account.carried.settings": "[vaccine]", "account.parts": "current_and_carried"},
    ),
    (
        "come first and may not",
        {"settle.zero_own": "must_be_zero", "settle.order": "shared_first"},
        {"settle.order": "shared_first"},
    ),
]


@pytest.mark.parametrize(("so", "values", "near"), PAIRS)
def test_values_that_deny_each_other_are_told_and_their_neighbours_are_not(
    so: str, values: dict[str, str], near: dict[str, str]
) -> None:
    (told,) = clashes(with_region(values))

    assert told.startswith("cn-sn.yaml:")
    assert so in told
    assert "in CN-SN, 2025-01-01..2025-12-31, so" in told
    assert clashes(with_region(near)) == []


def test_every_pair_has_a_book_that_triggers_it() -> None:
    told = [clashes(with_region(values))[0] for _, values, _ in PAIRS]

    for clash in CLASHES:
        assert any(text.endswith(clash.so) for text in told), clash.parameters


def test_the_message_names_both_places_and_the_days() -> None:
    book = with_region({"sanction.months.least": "13个月"}, more=stated({"kin.list": "[spouse]"}))

    line = line_of(book, "sanction.months.most")
    assert clashes(book) == [
        (
            "cn-sn.yaml:11 sanction.months.least is 13 个月 (cn-sn.yaml:11) and "
            f"sanction.months.most is 12 个月 (cn.yaml:{line}) in CN-SN, 2025-01-01..2025-12-31, "
            "so no number of months is right"
        )
    ]


def test_a_city_that_denies_its_province_is_told_for_the_days_of_both() -> None:
    province = {"bind.members.lifetime": "3人"}
    span = "from: 2025-06-01"
    (told,) = clashes(with_region(province, more=stated({"bind.members.cap": "4人"}, span=span)))

    assert told.startswith("city.yaml:11 ")
    assert "in CN-SN-610100, 2025-06-01..2025-12-31, so" in told


def test_disputed_readings_may_deny_what_is_in_force() -> None:
    other = "{reading: b, value: 13个月, source: ours}"
    days = "from: 2025-01-01, reading: a, value: 3个月, source: ours"
    text = "  sanction.months.least:\n    how: replace\n    values:\n"
    text += f"      - {{{days}, disputed: [{other}]}}\n"
    book = load([document("cn"), read(overlay(text).encode(), "cn-sn.yaml")])

    assert clashes(book) == []


# -- What an overlay says it does -----------------------------------------------------------------


def overlaid(how: str, value: str) -> str:
    record = f"from: 2025-01-01, {value}source: ours"
    return f"  transfer.cap.each: {{how: {how}, values: [{{{record}}}]}}\n"


def two(province: str, city: str) -> PolicyBook:
    """The shipped nation, a province and its city with these overlays."""
    files = [(overlay(province), "cn-sn.yaml"), (overlay(city, CITY), "city.yaml")]
    return load([document("cn"), *(read(text.encode(), path) for text, path in files)])


def test_a_direction_that_holds_only_beside_its_opposite_is_told() -> None:
    loose, tight = overlaid("loosen", "value: 3000元, "), overlaid("tighten", "value: 1000元, ")

    assert clashes(two(loose, overlaid("tighten", "value: 2500元, "))) == [
        (
            "city.yaml:9 transfer.cap.each of 2025-01-01.., 2,500.00 元, does tighten that of "
            "CN-SN (cn-sn.yaml:9), but only because that one does loosen CN's 2,000.00 元; "
            "write replace"
        )
    ]
    assert len(clashes(two(tight, overlaid("loosen", "value: 1500元, ")))) == 1
    assert clashes(two(loose, overlaid("tighten", "value: 2000元, "))) == []
    assert clashes(two(loose, overlaid("replace", "value: 2500元, "))) == []
    assert clashes(two(tight, overlaid("tighten", "value: 500元, "))) == []


def test_an_end_of_what_is_not_in_force_is_told() -> None:
    end = overlaid("end", "")
    of_nothing = end.replace("transfer.cap.each", "transfer.amount.per_day")

    assert clashes(two(end, end)) == [
        (
            "city.yaml:9 transfer.cap.each of 2025-01-01.. ends in CN-SN-610100 what is "
            "ended already (cn-sn.yaml:9)"
        )
    ]
    (told,) = clashes(two(of_nothing, overlaid("replace", "value: 1元, ")))
    assert told.endswith("ends in CN-SN what is not in force")
    assert clashes(two(overlaid("replace", "value: 1元, "), end)) == []
    late = end.replace("from: 2025-01-01", "from: 2025-02-01")
    assert clashes(two(late, end)) == [], "in January there is something to end"


# -- What the rules make of values that deny each other --------------------------------------------


def family(values: dict[str, str]) -> Session:
    people: list[Command] = [
        Enrol("li", "CN-SN", "employee"),
        Enrol("wang", "CN-SN", "resident"),
        PostOpening("li/personal", 1_000_000),
        PostOpening("li/wallet", 0),
        PostOpening("wang/wallet", 0),
    ]
    return opened(people, at=START + 7 * HOUR, policy=with_region(OPEN | values))


def answer(session: Session, command: Command, at: int, key: str = "k") -> str:
    decision = session.handle(command, at=START + at, key=key)
    return str(getattr(decision, "code", None) or decision.verdict)


def test_no_number_of_months_is_right() -> None:
    session = family({"sanction.months.least": "13个月"})

    for n, months in enumerate((None, 3, 12, 13, 14)):
        command = Sanction("li", "lent_card", months, 100)
        assert answer(session, command, 8 * HOUR, f"s{n}") == Code.SANCTION_MONTHS


def test_what_goes_back_at_once_cannot_be_accepted() -> None:
    session = family({"transfer.return_at": '"20:00 same day"'})
    assert answer(session, Bind("li", "wang", "mother"), 8 * HOUR, "b") == "ok"

    for n, (at, code) in enumerate(((19, "ok"), (20, Code.NOT_PENDING), (21, Code.NOT_PENDING))):
        sent = SendTransfer("li/personal", "wang", 100)
        assert answer(session, sent, at * HOUR, f"t{n}") == "pending"
        assert answer(session, AcceptTransfer(f"t{n}"), at * HOUR + MINUTE, f"a{n}") == code


@pytest.mark.parametrize(
    "parameter", ["bind.members.cap", "bind.members.lifetime", "bind.givers.cap"]
)
def test_nobody_is_bound_under_a_cap_of_nobody(parameter: str) -> None:
    refused = answer(family({parameter: "0人"}), Bind("li", "wang", "mother"), 8 * HOUR)

    assert refused in {Code.MEMBERS_FULL, Code.MEMBERS_LIFETIME, Code.GIVERS_FULL}


def test_no_money_gets_into_a_family_account_without_a_number_of_moves() -> None:
    session = family({"account.share.from": "family_account"})

    assert answer(session, SetAside("li/personal", 100), 8 * HOUR) == Code.SET_ASIDE_MONTH
