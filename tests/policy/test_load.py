"""From policy files to a book: every mistake is found, at its place, and all of them at once."""

import re

import pytest

from ledger.policy.load import load
from ledger.text.problems import FileProblems
from ledger.text.reader import read
from tests.policy.samples import BRACKETS, CN, overlay, problems, told

CAP = "transfer.cap.each"
SOUND = overlay(f"""\
  {CAP}:
    how: tighten
    values:
      - {{from: 2025-01-01, value: 1500元, source: bureau}}
""")


def test_the_samples_themselves_are_sound() -> None:
    assert problems(CN, SOUND) == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        # P001-P003: keys and values
        ("how: tighten", "hwo: tighten", "10:5 P001 unknown key “hwo” in transfer.cap.each"),
        ("value: 1500", "vaule: 1500", "12:28 P001 unknown key “vaule” in item 1 of values"),
        (", source: bureau}", "}", "12:9 P002 key “source” is missing in item 1 of values"),
        ("title: {zh: 某地, en: some place}\n", "", "1:1 P002 key “title” is missing"),
        ("1500元", "1500", "12:35 P003 “1500” has no unit; write 1500元 (or …分)"),
        ("1500元", "-1元", "12:35 P003 “-1元” is negative; an amount is zero or more"),
        ("1500元", "[1元]", "12:35 P003 one value is wanted here, not a list"),
        ("1500元", "{a: b}", "12:28 P003 one text is wanted here"),
        ("2025-01-01, v", "2025-02-30, v", "12:16 P003 there is no day 2025-02-30 in the calendar"),
        (
            "value: 1500元",
            "until: 2024-12-31, value: 1500元",
            "12:35 P003 “until” is before “from”",
        ),
        (", value: 1500元", "", "12:9 P003 a value of kind money is wanted, under “value”"),
        (
            "value: 1500元",
            "rows: [{at: 1元}]",
            "12:34 P003 a value of kind money is wanted, under “value”",
        ),
        ("format: 1", "format: 2", "2:9 P003 format “2” is unknown; this engine reads format 1"),
        ("grade: assumed", "grade: D", "7:32 P003 unknown grade “D”"),
        # P004-P009: names, rules, files, places, readings
        (
            "  transfer.cap.each",
            "  transfer.cap.eahc",
            "9:3 P004 unknown parameter “transfer.cap.eahc”; CN does not define it",
        ),
        ("source: bureau", "source: buro", "12:50 P005 unknown source “buro”"),
        ("source: bureau", "source: bureau, from_source: x", "12:71 P005 unknown source “x”"),
        ("tighten", "tightne", "10:10 P003 unknown direction “tightne”"),
        (
            "source: bureau}",
            "source: bureau, disputed: [{reading: x, value: 1元, source: ours}]}",
            "12:9 P009 every disputed value needs a “reading” with a name of its own",
        ),
        (
            "source: bureau}",
            "source: bureau, reading: x, disputed: [{reading: x, value: 1元, source: ours}]}",
            "12:9 P009 every disputed value needs a “reading” with a name of its own",
        ),
        ("region: CN-SN", "region: CN-SM", "3:9 P109 unknown region “CN-SM”"),
        (
            "how: tighten",
            "how: end",
            "12:35 P003 “end” says that no value is in force: leave the value out",
        ),
        (
            "overlay:",
            "parameters: {}\nrules: [{code: LATE, uses: []}]\noverlay:",
            "9:1 P008 “rules” has no place in the file of CN-SN",
        ),
        (
            "overlay:",
            "unencoded: [{what: x, touches: [LAET], source: ours}]\noverlay:",
            "8:33 P006 unknown refusal code “LAET”",
        ),
        (
            "overlay:",
            "unencoded: [{what: x, touches: [LATE], source: our}]\noverlay:",
            "8:48 P005 unknown source “our”",
        ),
    ],
)
def test_a_mistake_in_an_overlay_is_told_at_its_place(old: str, new: str, found: str) -> None:
    assert old in SOUND

    assert told(SOUND.replace(old, new, 1)) == [found]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("value: 3次", "value: inherit", "38:35 P003 CN has no wider region to inherit from"),
        (
            "[open, not_open]\n",
            "[open, end]\n",
            "11:16 P008 “end” has a meaning of its own and cannot be a word of choice",
        ),
        (
            "    of: [outpatient, pharmacy, inpatient]\n",
            "",
            "45:3 P008 a parameter of kind set needs “of”",
        ),
        (
            "    is: hours",
            "    is: hours\n    mode: marginal",
            "19:5 P008 a parameter of kind hours has no “mode”",
        ),
        ("value: not_open", "value: noopen", "16:35 P003 unknown word “noopen”"),
        (
            "value: [outpatient, pharmacy]",
            "value: [outpatient, drugs]",
            "54:16 P003 unknown word “drugs”",
        ),
        (
            "value: [outpatient, pharmacy]",
            "value: outpatient",
            "54:16 P003 a list of words is wanted here, for example [outpatient, pharmacy]",
        ),
        ("is: hours", "is: horus", "18:9 P003 unknown kind “horus”"),
        (
            "[transfer.closed]",
            "[transfer.colsed]",
            "60:33 P004 unknown parameter “transfer.colsed”",
        ),
        (
            "code: HOURS_CLOSED",
            "code: HOURS_CLSOED",
            "60:12 P006 unknown refusal code “HOURS_CLSOED”",
        ),
        (
            "[transfer.closed]",
            "[wallet.open]",
            "60:33 P006 HOURS_CLOSED does not read wallet.open; it reads transfer.closed",
        ),
        (
            "[transfer.closed]",
            "[]",
            "60:32 P006 HOURS_CLOSED reads transfer.closed, which is left out here",
        ),
        (
            "BALANCE_SHORT, uses: []",
            "BALANCE_SHORT, uses: [wallet.open]",
            "64:34 P006 BALANCE_SHORT does not read wallet.open; it reads no parameter",
        ),
        (
            "  - {code: BALANCE_SHORT",
            "  - {code: BALANCE_SHORT, uses: []}\n  - {code: BALANCE_SHORT",
            "65:12 P006 BALANCE_SHORT stands twice",
        ),
        (
            "  - {code: BALANCE_SHORT",
            "  - {code: LATE, uses: []}\n  - {code: BALANCE_SHORT",
            "64:12 P006 LATE comes before TRANSFER_DAY_AMOUNT; the order of rules is fixed",
        ),
        (
            "rules:",
            "overlay: {x: {how: end, values: [{from: 2025-01-01, source: ours}]}}\nrules:",
            "58:1 P008 “overlay” has no place in the file of CN",
        ),
        (
            "2026-01-01, value: 3000元",
            "2025-12-31, value: 3000元",
            "31:16 P103 transfer.cap.each: 2025-12-31.. overlaps 2024-11-15..2025-12-31 on line 30",
        ),
    ],
)
def test_a_mistake_of_the_nation_is_told_at_its_place(old: str, new: str, found: str) -> None:
    assert old in CN

    assert told(CN.replace(old, new, 1)) == [found]


def test_a_word_that_is_nearly_right_is_suggested() -> None:
    text = SOUND.replace("tighten", "tightne").replace("bureau}", "buraeu}")

    assert [p.hint for p in problems(text)] == [
        "did you mean “tighten”?",
        "did you mean “bureau”?",
    ]


def test_an_empty_list_of_files_lacks_the_nation() -> None:
    with pytest.raises(FileProblems, match="P007 the nation's file"):
        load([])


def test_overlays_alone_lack_the_nation() -> None:
    with pytest.raises(FileProblems, match=r"cn-sn\.yaml:1:1: P007 the nation's file"):
        load([read(SOUND.encode(), "cn-sn.yaml")])


def test_two_files_of_one_region_are_one_too_many() -> None:
    assert told(SOUND, SOUND) == ["3:9 P007 CN-SN has a file already: cn-sn.yaml"]


def test_what_is_no_mapping_is_no_policy_file() -> None:
    with pytest.raises(FileProblems, match="P003 the file must be a mapping, not a list"):
        load([read(b"- a\n", "cn.yaml")])


def test_every_problem_of_every_file_is_told_at_once() -> None:
    nation = (
        CN.replace("value: 3次", "value: 3")
        .replace(
            "    when_absent: no_limit\n    values: []", "    when_absent: never\n    values: []"
        )
        .replace("code: HOURS_CLOSED", "code: HOURS_CLSOED")
        .replace("[outpatient, pharmacy, inpatient], source: guide", "[inpatietn], source: nobody")
    )
    province = overlay(f"""\
  {CAP}:
    how: tighten
    values:
      - {{from: 2025-01-01, until: 2025-03-31, vaule: 1500元, source: bureau}}
      - {{from: 2025-03-01, value: 1500, source: buraeu}}
      - {{from: 2025-06-01, until: 2025-06-30, value: 1元, source: ours}}
      - {{from: 2025-06-02, until: 2025-06-03, value: 1元, source: ours}}
      - {{from: 2025-06-15, value: 1元, source: ours}}
  transfer.colsed: {{how: end, values: [{{from: 2025-01-01, source: ours}}]}}
  transfer.amount.per_day:
    how: tightne
    values: [{{from: 2025-01-01, value: 1角, source: ours}}]
extra: 1
""")

    assert [text.split(" ")[:2] for text in told(nation, province)] == [
        ["12:47", "P001"],
        ["13:35", "P003"],
        ["13:49", "P005"],
        ["15:16", "P103"],
        ["16:16", "P103"],
        ["17:3", "P004"],
        ["19:10", "P003"],
        ["20:40", "P003"],
        ["21:1", "P001"],
        ["38:35", "P003"],
        ["43:18", "P003"],
        ["57:36", "P003"],
        ["57:57", "P005"],
        ["60:12", "P006"],
    ]


def test_what_a_mistake_spoils_is_not_held_against_the_rest() -> None:
    """A source, a parameter or a value with a mistake is known by name, and its use is no error."""
    nation = CN.replace("grade: assumed", "grade: assmued").replace("is: hours", "is: horus")
    province = overlay("""\
  transfer.closed:
    how: tighten
    values: [{from: 2025-01-01, value: "21:00-07:00", source: bureau}]
""")

    assert told(nation, province) == [
        "7:32 P003 unknown grade “assmued”",
        "18:9 P003 unknown kind “horus”",
    ]


def test_a_value_with_a_mistake_overlaps_nothing() -> None:
    backwards = overlay(f"""\
  {CAP}:
    how: tighten
    values:
      - {{from: 2025-03-01, until: 2025-02-01, value: 1元, source: bureau}}
      - {{from: 2025-03-01, until: 2025-03-31, value: 1元, source: bureau, from_source: x}}
      - {{from: 2025-03-15, value: 1元, source: bureau}}
""")

    assert [text.split(" ")[1] for text in told(backwards)] == ["P003", "P005"]


def test_a_file_that_cannot_be_read_does_not_hide_what_is_wrong_with_the_others() -> None:
    broken = "policy: medical-wallet\nregion: CN-HE\n\tformat: 1\n"

    assert [(p.path, p.code) for p in problems(broken, SOUND.replace("1500元", "1500"))] == [
        ("cn-he.yaml", "Y001"),
        ("cn-sn.yaml", "P003"),
    ]


def keys_of(text: str) -> list[tuple[int, int]]:
    """Where each key of a file stands."""
    return [
        found.span(1) for found in re.finditer(r"(?:^|[{,]) *(?:- *\{?)?([\w.-]+):", text, re.M)
    ]


@pytest.mark.parametrize("text", [CN, SOUND.replace("value:", "from_source: ours, value:")])
def test_a_misspelt_key_never_goes_unseen(text: str) -> None:
    assert len(keys_of(text)) > 20
    for start, end in keys_of(text):
        misspelt = text[:start] + "q" + text[start:]

        assert told(misspelt), f"“{text[start:end]}” of line {text.count(chr(10), 0, start) + 1}"


@pytest.mark.parametrize("text", [CN, SOUND, CN.replace("rules:\n", BRACKETS)])
def test_a_file_with_any_line_or_word_missing_loads_or_says_what_is_wrong(text: str) -> None:
    lines = text.splitlines(keepends=True)
    words = [found.span() for found in re.finditer(r"[\w.]+", text)]
    shorter = ["".join(lines[:n] + lines[n + 1 :]) for n in range(len(lines))]
    shorter += [text[:start] + text[end:] for start, end in words]

    found = [told(mutant) for mutant in shorter]

    assert sum(map(bool, found)) > len(found) * 0.8
