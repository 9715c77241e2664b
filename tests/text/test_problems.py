"""Problems as a person reads them: place, line, caret, suggestion, count."""

import unicodedata
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.text.problems import (
    PROBLEMS_SHOWN,
    FileProblems,
    Problem,
    did_you_mean,
    nearest,
    quoted,
    render,
)
from ledger.text.width import cells


def test_problems_are_told_with_line_caret_suggestion_and_count() -> None:
    source = (
        "opening:\n"
        "  li/personal: 8000元\n"
        "  li/personal: 9000元\n"
        "steps:\n"
        "  - {id: t1, transfer: {from: li, to: wnag, amont: 2000元}}\n"
    )
    twice = "key “li/personal” written twice; first on line 2"
    problems = [
        Problem(
            "a.yaml", 5, 45, "S001", "unknown key “amont” in transfer", "did you mean “amount”?"
        ),
        Problem("a.yaml", 3, 3, "Y002", twice),
    ]

    told = render(problems, {"a.yaml": source})

    assert told == (
        "a.yaml:3:3: Y002 key “li/personal” written twice; first on line 2\n"
        "    3 |   li/personal: 9000元\n"
        "      |   ^\n"
        "a.yaml:5:45: S001 unknown key “amont” in transfer\n"
        "    5 |   - {id: t1, transfer: {from: li, to: wnag, amont: 2000元}}\n"
        "      |                                             ^ did you mean “amount”?\n"
        "2 problems in 1 file; nothing was run\n"
    )


def test_the_column_counts_characters_and_the_caret_counts_cells() -> None:
    told = render([Problem("a.yaml", 1, 12, "S003", "no")], {"a.yaml": "{name: 李明, scheme: x}"})

    _, excerpt, caret, _, _ = told.split("\n")
    assert told.startswith("a.yaml:1:12: ")
    assert caret == "      |              ^"
    assert cells(excerpt[: excerpt.index("scheme")]) == caret.index("^")


def test_tabs_are_shown_as_spaces_and_the_caret_stands_below_its_character() -> None:
    _, excerpt, caret, _, _ = render(
        [Problem("a.yaml", 1, 4, "Y001", "no")], {"a.yaml": "\ta\tb: c"}
    ).split("\n")

    assert excerpt == "    1 |     a   b: c"
    assert caret.index("^") == excerpt.index("b")


def test_control_characters_of_path_line_message_and_hint_never_reach_the_terminal() -> None:
    evil = "a\x1b[2J\u202eb"

    told = render([Problem(evil, 1, 8, "S003", evil, evil)], {evil: f"k: {evil}"})

    assert told == (
        "a\\x1b[2J\\u202eb:1:8: S003 a\\x1b[2J\\u202eb\n"
        "    1 | k: a\\x1b[2J\\u202eb\n"
        "      |           ^ a\\x1b[2J\\u202eb\n"
        "1 problem in 1 file; nothing was run\n"
    )


@pytest.mark.parametrize("column", [1, 60, 500, 941, 1000, 5000])
def test_a_long_line_is_cut_around_the_column(column: int) -> None:
    line = "".join(f"<{number:07}>" for number in range(111))  # 999 characters
    _, excerpt, caret, _, _ = render(
        [Problem("a.yaml", 7, column, "S003", "no")], {"a.yaml": "\n" * 6 + line}
    ).split("\n")

    assert cells(excerpt) <= 8 + 120
    assert "…" in excerpt
    pointed = excerpt[caret.index("^") :]
    assert line[column - 1 :].startswith(pointed.rstrip("…"))


def test_a_long_line_of_wide_characters_is_cut_by_cells() -> None:
    _, excerpt, caret, _, _ = render(
        [Problem("a.yaml", 1, 301, "S003", "no")], {"a.yaml": "医" * 300 + "保" * 300}
    ).split("\n")

    assert cells(excerpt) <= 8 + 120
    assert excerpt.startswith("    1 | …医")
    assert cells(excerpt[: excerpt.index("保")]) == caret.index("^")


def test_a_hint_that_does_not_fit_beside_the_caret_stands_below_it() -> None:
    told = render([Problem("a.yaml", 1, 3, "S003", "no", "h" * 119)], {"a.yaml": "ab: c"})

    assert told.split("\n")[2:4] == ["      |   ^", "      | " + "h" * 119]


def test_a_problem_without_its_line_keeps_its_headline_and_hint() -> None:
    problems = [
        Problem("gone.yaml", 3, 1, "Y009", "too large"),
        Problem("short.yaml", 9, 1, "S003", "no", "look"),
    ]

    assert render(problems, {"short.yaml": "a: b\n"}) == (
        "gone.yaml:3:1: Y009 too large\n"
        "short.yaml:9:1: S003 no\n"
        "      | look\n"
        "2 problems in 2 files; nothing was run\n"
    )


def test_a_problem_may_bring_its_own_line() -> None:
    told = render([Problem("a.yaml", 123456, 2, "Y007", "no", excerpt="x\\xff")], {})

    assert told.split("\n")[1:3] == ["123456 | x\\xff", "       |  ^"]


def test_of_very_many_problems_in_a_file_the_first_are_told() -> None:
    many = [Problem("a.yaml", n, 1, "S003", "no") for n in range(1, PROBLEMS_SHOWN + 2)]

    told = render([*many, Problem("b.yaml", 1, 1, "S003", "no")], {})

    assert f"a.yaml:{PROBLEMS_SHOWN}:1:" in told
    assert f"a.yaml:{PROBLEMS_SHOWN + 1}:1:" not in told
    assert told.endswith(
        "a.yaml: … and more\n"
        "b.yaml:1:1: S003 no\n"
        "more than 51 problems in 2 files; nothing was run\n"
    )


@given(
    st.text(alphabet=st.characters(exclude_characters="\n"), max_size=400),
    st.integers(min_value=1, max_value=500),
    st.text(max_size=600),
    st.text(max_size=200),
)
def test_any_problem_takes_less_than_eight_harmless_lines(
    line: str, column: int, message: str, hint: str
) -> None:
    told = render([Problem("a.yaml", 1, column, "S003", message, hint)], {"a.yaml": line})

    lines = told.removesuffix("\n").split("\n")[:-1]
    assert len(lines) < 8
    for shown in lines:
        assert {unicodedata.category(char) for char in shown}.isdisjoint({"Cc", "Cf", "Cs"})
        assert cells(shown) <= 430


def test_problems_sort_by_path_then_line_then_column() -> None:
    in_order = [
        Problem("a.yaml", 9, 9, "Z", "z"),
        Problem("b.yaml", 1, 2, "Y", "y"),
        Problem("b.yaml", 1, 10, "A", "a"),
        Problem("b.yaml", 10, 1, "A", "a"),
    ]

    assert all(sorted(mixed) == in_order for mixed in permutations(in_order))


def test_the_exception_carries_the_problems_and_says_them() -> None:
    problem = Problem("a.yaml", 1, 2, "S003", "no good")

    error = FileProblems([problem])

    assert error.problems == (problem,)
    assert str(error) == "a.yaml:1:2: S003 no good"


def test_a_quoted_text_is_harmless_and_short() -> None:
    assert quoted("li\x1b") == "“li\\x1b”"
    assert quoted("医" * 100) == "“" + "医" * 19 + "…”"
    assert len(quoted("x" * 10_000_000)) == 42


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("amont", ["account", "amount"], "amount"),
        ("wnag", ["wing", "wang", "li"], "wang"),
        ("employe", ["retired", "employee"], "employee"),
        ("KIN_NOT_BUOND", ["KIN_NOT_BOUND", "KIN_LIMIT"], "KIN_NOT_BOUND"),
        ("Transfer", ["transfer"], "transfer"),
        ("cat", ["bat", "car"], "car"),
        ("CN-NS", ["CN-NX", "CN-SN"], "CN-SN"),
        ("li_wallet", ["li/wallet", "li/personal"], "li/wallet"),
        ("门疹", ["药店", "门诊"], "门诊"),
        ("李名", ["王芳", "李明"], "李明"),
        ("职工医保个人帐户", ["职工医保个人账户", "统筹基金"], "职工医保个人账户"),
    ],
)
def test_a_slip_of_the_pen_finds_its_word(word: str, known: list[str], found: str) -> None:
    assert nearest(word, known) == found


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("transfer", ["accept", "decline"]),
        ("li", ["wu"]),
        ("x", ["y"]),
        ("李明", ["王芳"]),
        ("amount", ["amount"]),
        ("amount", []),
        ("", ["a"]),
        ("a" * 65, ["a" * 66]),
    ],
)
def test_a_word_unlike_all_others_finds_none(word: str, known: list[str]) -> None:
    assert nearest(word, known) is None
    assert did_you_mean(word, known) == ""


def test_the_nearest_word_does_not_depend_on_the_order_of_the_others() -> None:
    known = ["cap", "car", "bat", "cut", "act"]

    assert {nearest("cat", mixed) for mixed in permutations(known)} == {"act"}


def test_among_very_many_words_none_is_looked_for() -> None:
    known = [f"p{number:05}" for number in range(10_000)]

    assert nearest("p0x001", known) is not None
    assert nearest("p0x001", [*known, "one more"]) is None


def test_the_hint_asks_for_the_nearest_word() -> None:
    assert did_you_mean("amont", ["amount"]) == "did you mean “amount”?"


def slow_distance(one: str, other: str) -> int:
    """The same distance by its definition, without tables or early ends."""
    if not one or not other:
        return len(one) + len(other)
    costs = [
        slow_distance(one[1:], other) + 1,
        slow_distance(one, other[1:]) + 1,
        slow_distance(one[1:], other[1:]) + (one[0] != other[0]),
    ]
    if one[:2] == other[1::-1] and len(one) > 1 and len(other) > 1:
        costs.append(slow_distance(one[2:], other[2:]) + 1)
    return min(costs)


@given(st.text("abc", min_size=2, max_size=5), st.text("abc", min_size=1, max_size=5))
def test_a_short_word_is_near_when_one_edit_leads_to_it(word: str, other: str) -> None:
    near = word != other and slow_distance(word, other) <= 1

    assert (nearest(word, [other]) is not None) == near
