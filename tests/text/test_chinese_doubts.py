"""In Chinese nothing is said in English: doubts of the lint, questions, plans and forks."""

import re
from pathlib import Path

import pytest

from ledger.core.events import Event
from ledger.journal import DamagedError
from ledger.journal.wish import wish
from ledger.policy.book import PolicyBook
from ledger.policy.lint import lint
from ledger.text.said import Said, told
from tests.chinese import CHINESE, english_left
from tests.cli.running import walletsim, written
from tests.cli.test_plan import A7, test_what_cannot_be_planned_is_told
from tests.cli.test_what_if import MISTAKES
from tests.journal import test_wish
from tests.policy.samples import CN, book, overlay
from tests.policy.test_lint import values
from tests.policy.test_lint_binding import IN_USE, REASONS, line_of, stated, with_region
from tests.policy.test_lint_clashes import PAIRS, overlaid, two
from tests.policy.test_lint_gaps import FLEXIBLE, province
from tests.text.test_chinese import cases

UNTIL = "from: 2025-01-01, until: 2025-06-30"
WORDS = re.compile(r"\w+(, \w+)+")
"""A value that is a list of words, as it stands in the files."""
END = overlaid("end", "")


def assert_in_chinese(text: str) -> None:
    said = told(text, "zh")
    assert isinstance(text, Said)
    assert CHINESE.search(said)
    assert english_left(WORDS.sub("", said)) == []


def doubts(found: PolicyBook, code: str) -> list[str]:
    return [doubt.message for doubt in lint(found) if doubt.code == code]


@pytest.mark.parametrize("stating", [values for _, values, _ in REASONS])
def test_a_value_that_changes_nothing_is_told_in_chinese(stating: dict[str, str]) -> None:
    messages = doubts(with_region(IN_USE | stating), "P111")

    assert messages
    for message in messages:
        assert_in_chinese(message)


@pytest.mark.parametrize("stating", [values for _, values, _ in PAIRS])
def test_values_that_deny_each_other_are_told_in_chinese(stating: dict[str, str]) -> None:
    (message,) = doubts(with_region(stating), "P112")

    assert_in_chinese(message)


@pytest.mark.parametrize(
    ("shown", "code", "said"),
    [
        (
            province(({FLEXIBLE: "5元"}, UNTIL)),
            "P103",
            f"{FLEXIBLE} 在 CN-SN 2025-07-01.. 没有值，即拒绝；请写明此后的值",
        ),
        (
            two(overlaid("loosen", "value: 3000元, "), overlaid("tighten", "value: 2500元, ")),
            "P112",
            (
                "transfer.cap.each（2025-01-01..）为 2,500.00 元，相对 CN-SN（cn-sn.yaml:9），它是 "
                "tighten，但只因后者相对 CN（2,000.00 元）是 loosen；请写 replace"
            ),
        ),
        (
            two(END, END),
            "P112",
            "transfer.cap.each（2025-01-01..）在 CN-SN-610100 要终止的已经终止（cn-sn.yaml:9）",
        ),
        (
            two(END.replace("cap.each", "amount.per_day"), overlaid("replace", "value: 1元, ")),
            "P112",
            "transfer.amount.per_day（2025-01-01..）在 CN-SN 要终止的并未生效",
        ),
    ],
)
def test_a_doubt_says_in_chinese_what_it_says_in_english(
    shown: PolicyBook, code: str, said: str
) -> None:
    assert [told(message, "zh") for message in doubts(shown, code)] == [said]


def test_a_value_that_comes_after_its_wallet_is_told_in_chinese_with_both_places() -> None:
    first = CN.index("from: 2024-11-15", CN.index("count.per_day"))
    late = CN[:first] + CN[first:].replace("from: 2024-11-15", "from: 2025-06-01", 1)
    wallet = stated({"wallet.open": "open"}, span="from: 2025-05-08")

    (message,) = doubts(book(late, overlay(wallet)), "P103")

    assert told(message, "zh") == (
        "transfer.count.per_day 在 CN 自 2025-06-01 生效，但 CN-SN 的钱包自 2025-05-08 开通"
        "（cn-sn.yaml:11），此前凡需要它的都被拒绝"
    )


def test_days_between_two_values_are_told_in_chinese() -> None:
    first = "from: 2025-01-01, until: 2025-01-31, value: 1元, source: bureau"

    (message,) = doubts(book(values(first, first.replace("-01-", "-03-"))), "P103")

    assert told(message, "zh") == (
        "transfer.cap.each 在 CN-SN 对 2025-02-01..2025-02-28 没有规定；"
        "如属有意，请写 inherit 或 end"
    )


def test_a_value_said_again_is_told_in_chinese() -> None:
    again = with_region({"wallet.onward": "allowed"} | IN_USE)

    (message,) = (m for m in doubts(again, "P111") if m.startswith("wallet.onward"))

    assert told(message, "zh") == (
        "wallet.onward（2025-01-01..2025-12-31）在 CN-SN 没有新内容："
        f"不写它，wallet.onward 为 allowed（cn.yaml:{line_of(again, 'wallet.onward')}）"
    )


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_cannot_be_asked_is_told_in_chinese(mistake: str) -> None:
    args, _ = MISTAKES[mistake]

    assert_both(["what-if", *args])


@pytest.mark.parametrize("args", [args for args, _ in cases(test_what_cannot_be_planned_is_told)])
def test_what_cannot_be_planned_is_told_in_chinese(args: tuple[str, ...]) -> None:
    assert_both(["what-if", "plan", A7, *args])


@pytest.mark.parametrize("amount", ["5000元", "9000元"])
def test_a_plan_is_told_in_chinese(amount: str) -> None:
    assert_both(["what-if", "plan", A7, "--to", "wang", "--by", "2025-11-14", "--amount", amount])


@pytest.mark.parametrize(
    "args",
    [
        ["fork", "{url}", "story"],
        ["fork", "{url}", "b", "--seq", "99"],
        ["fork", "{url}", "b", "--at", "noon"],
        ["diff", "{url}"],
        ["diff", "{url}", "--other", "b"],
    ],
)
def test_what_cannot_be_forked_or_compared_is_told_in_chinese(
    args: list[str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'home.db'}"
    walletsim("replay", written(tmp_path), "-q", "--store", url)

    assert_both(["ledger", *(arg.format(url=url) for arg in args)])


def assert_both(args: list[str]) -> None:
    """One command in both languages: the same exit and as many lines, no English in Chinese."""
    english, chinese = (
        walletsim(*args, env={"LC_ALL": f"{lang}_X.UTF-8"}) for lang in ("en", "zh")
    )

    assert chinese.exit_code == english.exit_code
    assert len(chinese.output.splitlines()) == len(english.output.splitlines())
    assert CHINESE.search(chinese.stderr)
    assert english_left(chinese.output) == []


@pytest.mark.parametrize(
    ("event", "row"), cases(test_wish.test_a_row_that_holds_no_command_is_damaged_and_not_quoted)
)
def test_a_row_that_holds_no_command_is_told_in_chinese(event: Event, row: bytes) -> None:
    with pytest.raises(DamagedError) as refused:
        wish(test_wish.stored(event, row))

    assert_in_chinese(str(refused.value))
