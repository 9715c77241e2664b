"""What is doubtful in a policy book that loads: each doubt with a sample of its own."""

import re

import pytest

from ledger.policy.lint import CHECKS, NOTES, Finding, lint
from ledger.policy.quotes import amounts_fen
from ledger.policy.shipped import shipped
from ledger.words.moments import parse_day
from tests.policy.samples import CN, book, overlay

AS_OF = parse_day("2027-01-01")
WIDE = ("spend.settings", "CN", "wide")


def found(text: str, *, code: str) -> list[str]:
    """The doubts of one code about a file, as `file:line:col message`; all others are let be."""
    doubts = lint(book(text), as_of=AS_OF, tested=[WIDE])
    return [f"{d.path}:{d.line}:{d.col} {d.message}" for d in doubts if d.code == code]


def values(*records: str, parameter: str = "transfer.cap.each", how: str = "tighten") -> str:
    """The overlay of CN-SN with these records of a parameter, from line 12 on."""
    lines = "".join(f"      - {{{record}}}\n" for record in records)
    return overlay(f"  {parameter}:\n    how: {how}\n    values:\n{lines}")


def test_the_sample_file_is_clean() -> None:
    assert lint(book(CN), as_of=AS_OF, tested=[WIDE]) == []


def test_the_shipped_book_has_no_findings() -> None:
    doubts = lint(shipped(), as_of=parse_day("2028-06-01"), tested=[])

    assert [doubt for doubt in doubts if not doubt.is_note] == []
    assert {doubt.code for doubt in doubts} == {"P102", "P105", "P110", "P111"}


def test_doubts_come_in_the_order_of_the_files_and_say_which_are_notes() -> None:
    doubts = lint(shipped(), as_of=parse_day("2028-06-01"), tested=[])

    assert doubts == sorted(doubts)
    assert {code for code in CHECKS if Finding("f", 1, 1, code, "").is_note} == NOTES


def test_p101_a_value_whose_source_leads_nowhere() -> None:
    nowhere = values("from: 2025-01-01, value: 1元, source: bureau").replace(
        'url: "http://example.cn/bureau", ', ""
    )

    assert found(nowhere, code="P101") == [
        "cn-sn.yaml:12:35 transfer.cap.each: source “bureau” has no url and no fact"
    ]
    assert found(nowhere.replace("grade: A", "fact: W07, grade: A"), code="P101") == []
    assert found(nowhere.replace("grade: A", "grade: assumed"), code="P101") == []


@pytest.mark.parametrize("grade", ["C", "assumed"])
def test_p102_a_value_that_only_weak_sources_stand_for(grade: str) -> None:
    weak = values("from: 2025-01-01, value: 1元, source: bureau").replace(
        "grade: A", f"grade: {grade}"
    )

    assert found(weak, code="P102") == [
        f"cn-sn.yaml:12:35 transfer.cap.each of 2025-01-01.. rests on {grade} only"
    ]
    assert found(weak.replace(f"grade: {grade}}}", "grade: B}", 1), code="P102") == []


def test_p102_names_every_weak_grade() -> None:
    other = "{reading: b, value: 2元, source: bureau}"
    both = values(f"from: 2025-01-01, reading: a, value: 1元, source: ours, disputed: [{other}]")

    assert found(both.replace("grade: A", "grade: C"), code="P102") == [
        "cn-sn.yaml:12:47 transfer.cap.each of 2025-01-01.. rests on C and assumed only"
    ]


def test_p102_is_content_with_one_better_reading() -> None:
    record = "from: 2025-01-01, reading: a, value: 1元, source: ours"
    better = f"{record}, disputed: [{{reading: b, value: 2元, source: bureau}}]"

    assert found(values(record), code="P102") != []
    assert found(values(better), code="P102") == []


def test_p103_days_that_no_value_covers() -> None:
    first = "from: 2025-01-01, until: 2025-01-31, value: 1元, source: bureau"
    after = "from: 2025-03-01, value: 1元, source: bureau"
    between = "from: 2025-02-01, until: 2025-02-28, value: inherit, source: bureau"

    assert found(values(first, after), code="P103") == [
        (
            "cn-sn.yaml:13:35 transfer.cap.each says nothing of 2025-02-01..2025-02-28 in CN-SN; "
            "write inherit or end where that is meant"
        )
    ]
    assert found(values(first, between, after), code="P103") == []
    assert found(values(first), code="P103") == []


def test_p103_is_content_where_end_and_inherit_take_turns() -> None:
    ended = values(
        "from: 2025-01-01, until: 2025-01-31, source: bureau",
        "from: 2025-02-01, until: 2025-02-28, value: inherit, source: bureau",
        "from: 2025-03-01, source: bureau",
        how="end",
    )

    assert found(ended, code="P103") == []


def test_p105_a_value_checked_too_long_ago() -> None:
    checked = values("from: 2025-01-01, value: 1元, source: bureau, checked_on: 2026-01-01")
    day_before = checked.replace("2026-01-01", "2025-12-31")

    assert found(checked, code="P105") == []
    assert found(day_before, code="P105") == [
        "cn-sn.yaml:12:35 transfer.cap.each of 2025-01-01.. was checked on 2025-12-31, 366 days ago"
    ]
    stale = [d.code for d in lint(book(checked), as_of=AS_OF, stale_days=364)]
    assert stale.count("P105") == 1
    assert "P105" not in [d.code for d in lint(book(day_before))]


def test_p106_a_parameter_that_no_rule_reads() -> None:
    unread = CN.replace("transfer.count.per_day", "transfer.count.per_week").replace(
        "  - {code: TRANSFER_DAY_COUNT, uses: [transfer.count.per_week]}\n", ""
    )

    assert found(unread, code="P106") == ["cn.yaml:32:3 no rule reads transfer.count.per_week"]


def test_p106_a_parameter_whose_only_rule_is_not_listed() -> None:
    idle = CN.replace("  - {code: TRANSFER_CAP_EACH, uses: [transfer.cap.each]}\n", "")

    assert found(idle, code="P106") == [
        "cn.yaml:24:3 only TRANSFER_CAP_EACH reads transfer.cap.each, and “rules” does not list it"
    ]


def test_p106_names_every_rule_that_would_read_it() -> None:
    counted = CN.replace(
        "rules:\n",
        """\
  day.counts_returned:
    is: choice
    of: [counted, not_counted]
    about: {zh: 退回, en: returned}
    applies_to: sender
    when_absent: refuse
    values: []
rules:
""",
    )
    idle = re.sub(r"  - {code: TRANSFER_DAY_(COUNT|AMOUNT).*\n", "", counted)

    assert found(counted, code="P106") == []
    assert (
        "cn.yaml:58:3 only TRANSFER_DAY_AMOUNT, TRANSFER_DAY_COUNT reads"
        in found(idle, code="P106")[-1]
    )


def test_p106_is_content_with_a_parameter_that_only_terms_read() -> None:
    read = CN.replace(
        "rules:\n",
        """\
  transfer.acceptance:
    is: choice
    of: [required, automatic]
    about: {zh: 接收, en: acceptance}
    applies_to: receiver
    when_absent: refuse
    values: []
rules:
""",
    )

    assert found(read, code="P106") == []


def test_p107_an_amount_that_its_quote_does_not_say() -> None:
    quote = "quote: 单笔1500元，每日3000元"
    quoted = values(f"from: 2025-01-01, value: 1500元, source: bureau, {quote}")

    assert found(quoted, code="P107") == []
    assert found(quoted.replace("单笔1500元", "单笔1600元"), code="P107") == [
        "cn-sn.yaml:12:35 transfer.cap.each is 1500.00 元, which its quote does not say"
    ]
    assert found(quoted.replace(f", {quote}", ""), code="P107") == []


def test_p107_looks_at_each_reading_and_its_own_quote() -> None:
    other = "{reading: b, value: 900元, source: ours, quote: 九百元}"
    record = f"from: 2025-01-01, reading: a, value: 1元, source: ours, disputed: [{other}]"

    assert found(values(record), code="P107") == []
    assert found(values(record.replace("九百元", "八百元")), code="P107") == [
        "cn-sn.yaml:12:96 transfer.cap.each is 900.00 元, which its quote does not say"
    ]


def test_p107_looks_at_every_amount_of_a_table_but_zero() -> None:
    table = CN.replace(
        "rules:\n",
        """\
  account.floor:
    is: brackets
    columns: {at: money, share: percent}
    mode: marginal
    about: {zh: 留存, en: floor}
    applies_to: sender
    when_absent: no_limit
    values:
      - from: 2025-01-01
        rows: [{at: 0元, share: 0%}, {at: 2000元, share: 50%}, {at: 1万元, share: 100%}]
        source: guide
        quote: 留存两千元以上
rules:
""".replace("1万元", "10000元"),
    )

    assert found(table, code="P107") == [
        "cn.yaml:67:15 account.floor is 10000.00 元, which its quote does not say"
    ]
    assert found(table.replace("留存两千元以上", "两千元至1万元"), code="P107") == []
    assert [text.split(" ")[3] for text in found(table.replace("两千", "三千"), code="P107")] == [
        "10000.00",
        "2000.00",
    ]


@pytest.mark.parametrize(
    ("quote", "fen"),
    [
        ("每笔转账金额不超过2000元", {200_000}),
        ("两千元", {200_000}),
        ("二千", {200_000}),
        ("2千", {200_000}),
        ("2,000", {200_000}),
        ("2000.00 CNY", {200_000}),
        ("２０００元", {200_000}),
        ("二〇〇〇元", {200_000}),
        ("贰仟元整", {200_000}),
        ("0.2万元", {200_000}),
        ("200000分", {200_000}),
        ("200000 fen", {200_000}),
        ("1万", {1_000_000}),
        ("一万", {1_000_000}),
        ("十二元", {1_200}),
        ("二十元", {2_000}),
        ("一百零五元", {10_500}),
        ("一百五", {15_000}),
        ("两千五", {250_000}),
        ("三万二", {3_200_000}),
        ("三万零二百", {3_020_000}),
        ("一亿二千万元", {12_000_000_000}),
        ("三亿元", {30_000_000_000}),
        ("万元户", {1_000_000}),
        ("1,234,567.89元", {123_456_789}),
        ("12.345元", set()),
        ("每日最多转账3笔、总额不超2000元", {200_000}),
        ("2025年11月4日起每人5次", set()),
        ("22:00后不限", {0}),
        ("20001元", {2_000_100}),
        ("12000元", {1_200_000}),
        ("9" * 5000 + "元", set()),
        ("一" * 5000 + "元，另500元", {50_000}),
        ("", set()),
    ],
)
def test_the_amounts_a_quote_may_mean(quote: str, fen: set[int]) -> None:
    assert amounts_fen(quote) == fen


def test_p108_a_value_that_is_older_than_its_source() -> None:
    early = values("from: 2024-12-31, value: 1元, source: bureau")

    assert found(early, code="P108") == [
        (
            "cn-sn.yaml:12:35 transfer.cap.each begins 2024-12-31, its source “bureau” is of "
            "2025-01-01, and there is no from_source"
        )
    ]
    assert found(early.replace("2024-12-31", "2025-01-01"), code="P108") == []
    assert found(early.replace("source: b", "from_source: ours, source: b"), code="P108") == []
    assert found(early.replace("published: 2025-01-01, ", ""), code="P108") == []


def test_p108_looks_at_the_other_readings_too() -> None:
    other = "{reading: b, value: 2元, source: bureau}"
    record = f"from: 2024-12-31, reading: a, value: 1元, source: ours, disputed: [{other}]"

    assert [text.split(" ")[0] for text in found(values(record), code="P108")] == [
        "cn-sn.yaml:12:96"
    ]


def test_p110_a_reading_that_nothing_tests() -> None:
    asked = book(CN)

    assert [tuple(d) for d in lint(asked, tested=[])] == [
        ("cn.yaml", 57, 36, "P110", "no scenario tests reading “wide” of spend.settings@CN")
    ]
    assert lint(asked, tested=[WIDE]) == []
    assert lint(asked, tested=None) == []
