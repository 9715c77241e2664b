"""P103: days without a value after the last, and before the first one that a wallet needs."""

import re

from ledger.policy.book import PolicyBook
from ledger.policy.lint import lint
from ledger.policy.load import load
from ledger.policy.shipped import document
from ledger.text.reader import read
from tests.policy.samples import CN, book, overlay
from tests.policy.test_lint_binding import stated

FLEXIBLE = "account.flexible.credit"
"""Nothing of it is in force in the nation, and its absence refuses."""


def gaps(made: PolicyBook) -> list[str]:
    return [f"{d.path}:{d.line} {d.message}" for d in lint(made) if d.code == "P103"]


def province(*values: tuple[dict[str, str], str]) -> PolicyBook:
    """The shipped nation and a province with these values on these days."""
    text = "".join(stated(found, span=span) for found, span in values)
    return load([document("cn"), read(overlay(text).encode(), "cn-sn.yaml")])


def test_a_last_value_that_is_over_with_nothing_after_it_is_told() -> None:
    until = "from: 2025-01-01, until: 2025-06-30"

    assert gaps(province(({FLEXIBLE: "5元"}, until))) == [
        (
            "cn-sn.yaml:11 account.flexible.credit has no value in CN-SN 2025-07-01.., which "
            "means refuse; say what holds then"
        )
    ]
    assert gaps(province(({FLEXIBLE: "5元"}, "from: 2025-01-01"))) == []
    assert gaps(province(({"transfer.cap.each": "5元"}, until))) == [], "the nation has one"
    assert gaps(province(({"bind.members.cap": "5人"}, until))) == [], "absence is no limit"
    assert gaps(province(({FLEXIBLE: "inherit"}, until))) == [], "it says that it has none"


def test_a_last_value_of_the_nation_is_told_though_a_province_has_its_own() -> None:
    gone = CN.replace("      - {from: 2026-01-01, value: 3000元, source: guide}\n", "")
    own = stated({"transfer.cap.each": "1元"}, span="from: 2025-01-01")

    (told,) = gaps(book(gone))
    assert told.startswith("cn.yaml:30 transfer.cap.each has no value in CN 2026-01-01.., ")
    assert gaps(book(CN)) == []
    assert len(gaps(book(gone, overlay(own)))) == 1, "the nation itself still has none"


def test_a_value_that_stops_where_no_rule_asks_for_it_any_more_is_no_gap() -> None:
    text = document("cn").text
    value = r"(transfer\.count\.per_day:\n(?:.*\n){5}      - {from: 2024-11-15),"
    stops = [re.sub(value, rf"\1, until: {day},", text, count=1) for day in DAYS]

    with_model, too_early = (gaps(load([read(t.encode(), "cn.yaml")])) for t in stops)
    assert with_model == []
    (told,) = too_early
    assert "transfer.count.per_day has no value in CN 2026-05-31..2026-05-31" in told


DAYS = ("2026-05-31", "2026-05-30")
"""The last day on which some reading has the transfer model, and the day before."""


def test_a_first_value_after_a_wallet_is_open_is_told() -> None:
    late = re.sub(r"(count\.per_day:\n(?:.*\n){5}.*)from: 2024-11-15", r"\1from: 2025-06-01", CN)
    opened = overlay("  wallet.open: {how: replace, values: [{from: 2025-05-08, value: open, ")
    opened = opened.rstrip() + " source: ours}]}\n"
    on_the_day = opened.replace("2025-05-08", "2025-06-01")

    assert gaps(book(late, opened)) == [
        (
            "cn.yaml:38 transfer.count.per_day begins 2025-06-01 in CN, but the wallet of CN-SN "
            "is open from 2025-05-08 (cn-sn.yaml:9), and until then whatever asks for it is refused"
        )
    ]
    assert gaps(book(late, on_the_day)) == []
    assert gaps(book(late)) == [], "no wallet is open"
    own = "  transfer.count.per_day: {how: replace, values: [{from: 2025-05-08, value: 3次, "
    assert gaps(book(late, opened + own + "source: ours}]}\n")) == []
