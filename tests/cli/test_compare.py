"""`walletsim compare`: what another policy changes, as text that pastes, as data, and bad input."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ledger.scenario.load import load
from ledger.scenario.run import run
from ledger.text.labels import REFUSALS
from ledger.text.pairs.comparing import COMPARING
from ledger.text.reader import parse
from ledger.whatif.comparing.variant import run_variants
from tests.cli.running import REPO, SCENARIOS, process, walletsim, written
from tests.reports.spoiled import spoil

TWO = SCENARIOS / "two-provinces.yaml"
PLAIN = "transfer.amount.per_day@CN-SN=plain"
HEADLINE = (
    "two-provinces: transfer.amount.per_day@CN-SN = reading “plain”: "
    "1 of 17 steps differ, 1 direct, 0 cascade; refused 6 -> 5"
)
T8 = "  t8: {was: {refused: TRANSFER_DAY_AMOUNT}, now: pending}  # direct"


def compare(source: Path | str, *arguments: str) -> Result:
    return walletsim("compare", source, *arguments)


def told(source: Path | str, *arguments: str) -> str:
    result = compare(source, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def data(source: Path | str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(told(source, *arguments, "--format", "json"))
    return found


def differs(text: str) -> list[str]:
    """The lines of `differs`, without its own."""
    _, found, rest = text.partition("differs:\n")
    return rest.split("\n\n")[0].splitlines() if found else []


@pytest.fixture
def stored(tmp_path: Path) -> str:
    """A database that holds two-provinces and another ledger."""
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    other = SCENARIOS / "t32-clearing-for-march.yaml"
    assert walletsim("replay", TWO, other, "--store", url).exit_code == 0
    return url


def test_the_other_reading_of_the_daily_total_changes_exactly_the_last_transfer() -> None:
    assert told(TWO, "--reading", PLAIN).splitlines()[:4] == [
        HEADLINE,
        "differs:",
        T8,
        "",
    ]


def test_who_has_what_at_the_end_stands_below_aligned_by_cells() -> None:
    text = told(TWO, "--reading", PLAIN)

    assert text[text.index("accounts that change") :].splitlines() == [
        "accounts that change, at 2025-11-11 10:10 (元)",
        "account      name    before     after   change",
        "li/personal  李明  6,400.00  5,900.00  -500.00",
        "transit/t8             0.00    500.00  +500.00",
        "",
        "people who change (元)",
        "person  name    before     after   change",
        "li      李明  6,400.00  5,900.00  -500.00",
        "",
        "by region of insurance (元)",
        "region            before      after   change",
        "CN-HE Hebei     2,420.50   2,420.50     0.00",
        "CN-SN Shaanxi   6,400.00   5,900.00  -500.00",
        "outside        -8,820.50  -8,820.50     0.00",
        "under way           0.00     500.00  +500.00",
        "sum                 0.00       0.00     0.00",
    ]


def test_in_chinese_the_words_are_chinese_and_what_pastes_is_the_same() -> None:
    chinese = told(TWO, "--reading", PLAIN, "--lang", "zh")

    assert "17 步中 1 步不同，直接 1，连带 0；拒绝 6 → 5" in chinese
    assert differs(chinese) == [T8.replace("direct", "直接")]
    assert "CN-SN 陕西" in chinese


PASTED: dict[str, tuple[str, tuple[str, ...], str, int]] = {
    "a reading": (
        "two-provinces",
        ("--reading", PLAIN),
        "readings: {transfer.amount.per_day@CN-SN: plain}",
        1,
    ),
    "a change": (
        "two-provinces",
        ("--change", "transfer.cap.each@CN=700元", "--from", "2025-11-10"),
        "change: [{set: transfer.cap.each, region: CN, from: 2025-11-10, value: 700元}]",
        8,
    ),
    "a change for a while, and a reading": (
        "two-provinces",
        (
            *("--change", "transfer.cap.each@CN=700元", "--from", "2025-11-10"),
            *("--until", "2025-11-10", "--reading", PLAIN),
        ),
        (
            "readings: {transfer.amount.per_day@CN-SN: plain}\n    change:\n"
            "      - {set: transfer.cap.each, region: CN, from: 2025-11-10, until: 2025-11-10,"
            " value: 700元}"
        ),
        6,
    ),
    "who paid what": (
        "t48-a-hospital-stay-two-readings",
        ("--reading", "spend.settings@CN=wide"),
        "readings: {spend.settings@CN: wide}",
        1,
    ),
    "who paid what, and what followed": (
        "t32-clearing-for-march",
        ("--reading", "wallet.model@CN=rules"),
        "readings: {wallet.model@CN: rules}",
        4,
    ),
    "rows of a feed, the same wish again among them": (
        "a-morning-from-a-feed",
        ("--change", "transfer.cap.each@CN=100元", "--from", "2025-10-01"),
        "change: [{set: transfer.cap.each, region: CN, from: 2025-10-01, value: 100元}]",
        6,
    ),
    "words of a set": (
        "t48-a-hospital-stay-two-readings",
        ("--change", "spend.settings@CN=inpatient+pharmacy", "--from", "2025-01-01"),
        (
            "change: [{set: spend.settings, region: CN, from: 2025-01-01,"
            " value: [inpatient, pharmacy]}]"
        ),
        1,
    ),
}


@pytest.mark.parametrize(("stem", "options", "changed", "least"), PASTED.values(), ids=PASTED)
def test_what_is_printed_pastes_into_a_what_if_that_holds(
    stem: str, options: tuple[str, ...], changed: str, least: int
) -> None:
    path = SCENARIOS / f"{stem}.yaml"
    lines = differs(told(path, *options))
    assert len(lines) >= least

    text = path.read_text(encoding="utf-8")
    text = text if "\nwhat_if:\n" in text else f"{text}\nwhat_if:\n"
    entries = "".join(f"    {line}\n" for line in lines)
    pasted = f"{text}  - name: pasted\n    {changed}\n    differs:\n{entries}"
    made = run(load(parse(pasted, str(path), "steps")))
    variant = [*run_variants(made)][-1]

    assert variant.variant.name == "pasted"
    assert [str(failure) for failure in variant.failures] == []
    assert len(variant.flips) == sum(not line.startswith("  #") for line in lines)


def test_a_ledger_flips_what_its_scenario_flips(stored: str) -> None:
    options = ("--change", "transfer.cap.each@CN=700元", "--from", "2025-11-10")

    from_file, from_ledger = (
        data(TWO, *options),
        data(stored, "--ledger", "two-provinces", *options),
    )

    assert from_ledger["comparison"].pop("steps") == 17 + 5  # people and openings are commands too
    assert from_file["comparison"].pop("steps") == 17
    assert from_ledger == from_file


def test_of_several_ledgers_one_is_named(stored: str) -> None:
    several = compare(stored, "--reading", PLAIN)

    assert (several.exit_code, several.stdout) == (2, "")
    assert several.stderr.startswith("the database holds 2 ledgers; name one with --ledger")


def test_where_nothing_differs_the_journal_is_identical() -> None:
    head = json.loads(walletsim("replay", TWO, "--format", "json").stdout)[0]["head"]

    text = told(TWO, "--change", "transfer.cap.each@CN=1元", "--from", "2030-01-01")

    assert text.splitlines() == [
        "two-provinces: transfer.cap.each@CN = 1元 (from 2030-01-01): nothing differs in 17 steps",
        "  hides transfer.cap.each@CN of 2024-11-15..",
        f"  the journal is identical: {head}",
    ]


def test_an_answer_that_is_the_same_but_does_otherwise_is_told_apart() -> None:
    path = SCENARIOS / "t29-quota-frozen-spent-released.yaml"

    text = told(path, "--change", "bind.unbind.effective@CN=next_day", "--from", "2020-01-01")

    assert "differs: {}" in text
    assert "\n\nsame answer, something else comes of it:\n  u1: ok (ren/frozen/cao" in text


def test_what_could_not_be_judged_again_is_listed_with_the_reason() -> None:
    path = SCENARIOS / "a-morning-from-a-feed.yaml"
    text = told(path, "--change", "transfer.cap.each@CN=100元", "--from", "2025-10-01")

    assert text.endswith(
        "not judged again, answered as before:\n"
        f"  m3: LATE ({REFUSALS['LATE'].en})\n"
        f"  m1: KEY_REUSED ({REFUSALS['KEY_REUSED'].en})\n"
    )


def test_another_policy_book_is_read_as_by_the_policy_commands(tmp_path: Path) -> None:
    shaanxi = REPO / "ledger" / "policy" / "data" / "cn-sn.yaml"
    text = shaanxi.read_text(encoding="utf-8")
    own = written(tmp_path, text.replace("value: 2000元", "value: 3000元"), "cn-sn.yaml")

    hebei = REPO / "ledger" / "policy" / "data" / "cn-he.yaml"
    found = data(TWO, "--policy", str(own), "--policy", str(hebei))

    assert found["changed"] == [{"policy": str(own)}, {"policy": str(hebei)}]
    assert [row["step"] for row in found["comparison"]["differs"]] == ["t8"]


def test_a_sweep_gives_a_row_a_value() -> None:
    found = data(TWO, "--sweep", "transfer.cap.each@CN=500元,2000元,5000元")
    late = data(TWO, "--sweep", "transfer.cap.each@CN=500元", "--from", "2026-01-01")

    assert [(row["value"], row["differ"], row["refused_after"]) for row in found["sweep"]] == [
        ("500元", 10, 11),
        ("2000元", 0, 6),
        ("5000元", 1, 6),
    ]
    assert found["comparison"] is None
    assert late["sweep"][0]["differ"] == 0
    text = told(TWO, "--sweep", "transfer.cap.each@CN=500元,5000元")
    assert [line.split()[1:3] for line in text.splitlines()[1:]] == [
        ["500元", "10"],
        ["5000元", "1"],
    ]


def test_a_sweep_lies_over_the_other_changes() -> None:
    found = data(TWO, "--reading", PLAIN, "--sweep", "transfer.cap.each@CN=5000元")

    assert [row["step"] for row in found["comparison"]["differs"]] == ["t8"]
    assert [row["step"] for row in found["sweep"][0]["differs"]] == ["t2", "t3", "t8"]


def test_all_readings_name_what_hangs_on_each(stored: str) -> None:
    wanted = [
        "what hangs on another reading:",
        "  spend.settings@CN = wide",
        "    s1: refused SETTING_NOT_COVERED -> ok",
        "  transfer.amount.per_day@CN-SN = plain",
        "    t8: refused TRANSFER_DAY_AMOUNT -> pending",
    ]

    assert told(TWO, "--all-readings").splitlines() == wanted
    assert told(stored, "--ledger", "two-provinces", "--all-readings").splitlines() == wanted


def test_where_nothing_hangs_on_a_reading_that_is_said() -> None:
    quiet = SCENARIOS / "edges-of-the-closed-hours.yaml"

    assert told(quiet, "--all-readings").splitlines() == ["nothing hangs on another reading"]


def test_json_has_stable_keys_and_whole_fen() -> None:
    found = data(TWO, "--reading", PLAIN)
    made = found["comparison"]

    assert list(found) == ["name", "changed", "hidden", "comparison", "sweep", "readings"]
    assert made["differs"] == [
        {
            "step": "t8",
            "at": "2025-11-11 10:10",
            "was": {
                "verdict": "refused",
                "code": "TRANSFER_DAY_AMOUNT",
                "moved_fen": 0,
                "paid_fen": {},
            },
            "now": {"verdict": "pending", "code": None, "moved_fen": 50_000, "paid_fen": {}},
            "same_answer": False,
            "direct": True,
            "cause": None,
            "about": None,
        }
    ]
    assert made["accounts"][0] == {
        "account": "li/personal",
        "owner": "li",
        "name": "李明",
        "before_fen": 640_000,
        "after_fen": 590_000,
        "change_fen": -50_000,
    }
    assert (made["direct"], made["cascade"], made["identical"]) == (1, 0, False)
    assert sum(row["change_fen"] for row in made["accounts"]) == 0
    assert sum(row["change_fen"] for row in made["regions"]) == 0


def test_rows_say_their_kind_in_json_lines_and_csv() -> None:
    options = ("--reading", PLAIN, "--sweep", "transfer.cap.each@CN=5000元", "--all-readings")
    lines = told(TWO, *options, "--format", "jsonl").splitlines()
    rows = list(csv.DictReader(io.StringIO(told(TWO, *options, "--format", "csv"))))

    kinds = [json.loads(line)["kind"] for line in lines]
    assert kinds == [row["kind"] for row in rows]
    assert list(dict.fromkeys(kinds)) == [
        *("changed", "comparison", "step", "account", "person", "region", "sweep", "reading")
    ]
    for lang in ("zh", "en"):
        assert told(TWO, *options, "--format", "jsonl", "--lang", lang).splitlines() == lines


BAD: dict[str, tuple[tuple[str, ...], list[str]]] = {
    "nothing asked": (
        (),
        [
            "nothing to compare with; say --change, --reading, --policy, --sweep or --all-readings",
        ],
    ),
    "an unknown parameter": (
        ("--change", "transfer.cap.eac@CN=1元", "--from", "2025-01-01"),
        ["--change: unknown parameter “transfer.cap.eac”; did you mean “transfer.cap.each”?"],
    ),
    "an unknown region": (
        ("--change", "transfer.cap.each@CN-SNN=1元", "--from", "2025-01-01"),
        ["--change “transfer.cap.each@CN-SNN=1元”: unknown region “CN-SNN”; did you mean “CN-SN”?"],
    ),
    "an unknown reading": (
        ("--reading", "transfer.amount.per_day@CN-SN=plan"),
        [
            (
                "--reading transfer.amount.per_day@CN-SN: unknown reading “plan”;"
                " did you mean “plain”?"
            ),
        ],
    ),
    "a region without readings": (
        ("--reading", "transfer.amount.per_day@CN=plain"),
        [
            (
                "--reading transfer.amount.per_day@CN: there are no readings to choose from;"
                " transfer.amount.per_day has them in CN-SN"
            ),
        ],
    ),
    "a value of the wrong kind": (
        ("--change", "transfer.cap.each@CN=5000", "--from", "2025-01-01"),
        [
            "--change “transfer.cap.each@CN=5000”: “5000” has no unit; write 5000元 (or …分)",
        ],
    ),
    "a change without a first day": (
        ("--change", "transfer.cap.each@CN=1元"),
        ["--change needs --from; write for example --from 2025-11-10"],
    ),
    "days that run backwards": (
        (
            *("--change", "transfer.cap.each@CN=1元"),
            *("--from", "2025-02-01", "--until", "2025-01-31"),
        ),
        ["--until 2025-01-31 is before --from 2025-02-01; swap them"],
    ),
    "days without a change": (
        ("--reading", PLAIN, "--from", "2025-01-01"),
        ["--from and --until belong to --change or --sweep; name one"],
    ),
    "a ledger's name for a file": (
        ("--reading", PLAIN, "--ledger", "x"),
        ["--ledger belongs to a ledger's address: sqlite:///file.db"],
    ),
    "a policy file that is not there": (
        ("--policy", "nowhere.yaml"),
        ["nowhere.yaml: no such file or folder"],
    ),
    "all mistakes at once": (
        (
            *("--change", "transfer.cap.each@CN", "--from", "2025-02-30"),
            *("--reading", "kin.lst@CN=narrow", "--sweep", "kin.lis@CN=a,b"),
            *("--policy", "nowhere.yaml"),
        ),
        [
            "nowhere.yaml: no such file or folder",
            "--change “transfer.cap.each@CN” names no value; write transfer.cap.each@CN=5000元",
            "--from: there is no day 2025-02-30 in the calendar",
            "--reading: unknown parameter “kin.lst”; did you mean “kin.list”?",
            "--sweep: unknown parameter “kin.lis”; did you mean “kin.list”?",
        ],
    ),
}


@pytest.mark.parametrize(("options", "said"), BAD.values(), ids=BAD)
def test_bad_options_are_told_each_in_one_line_with_a_way_out(
    options: tuple[str, ...], said: list[str], stored: str
) -> None:
    before = Path(stored.removeprefix("sqlite:///")).read_bytes()

    result = compare(TWO, *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == said
    if "--ledger" not in options:
        again = compare(stored, *options, "--ledger", "two-provinces")
        assert (again.exit_code, again.stdout) == (2, "")
        assert again.stderr.splitlines() == said
        assert Path(stored.removeprefix("sqlite:///")).read_bytes() == before


SOURCES: dict[str, tuple[str, str]] = {
    "a file that is not there": (
        str(SCENARIOS / "two-provincs.yaml"),
        "no such file; did you mean “two-provinces.yaml”?",
    ),
    "a folder": (str(SCENARIOS), "a folder; compare takes one scenario file, or a ledger's"),
    "a policy file": (
        str(REPO / "ledger" / "policy" / "data" / "cn.yaml"),
        "S003 this is a policy file",
    ),
    "a database that is not there": ("sqlite:///nowhere.db", "there is no database nowhere.db"),
    "an address of another kind": ("mysql://db/x", ""),
}


@pytest.mark.parametrize(("source", "said"), SOURCES.values(), ids=SOURCES)
def test_a_bad_source_is_told_together_with_the_mistakes_of_the_options(
    source: str, said: str
) -> None:
    result = compare(source, "--reading", "kin.lst@CN=narrow")

    assert (result.exit_code, result.stdout) == (2, "")
    first, *_, last = result.stderr.splitlines()
    assert said in first
    assert last == "--reading: unknown parameter “kin.lst”; did you mean “kin.list”?"


def test_a_scenario_with_mistakes_is_told_as_by_every_command(tmp_path: Path) -> None:
    text = TWO.read_text(encoding="utf-8").replace("from: li, to: wang", "from: lu, to: wang")
    path = written(tmp_path, text)

    result = compare(path, "--reading", PLAIN)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "S004 unknown person “lu”" in result.stderr


def test_a_broken_ledger_ends_with_3(stored: str) -> None:
    spoil(Path(stored.removeprefix("sqlite:///")), "UPDATE journal SET body = '{}' WHERE seq = 3")

    result = compare(stored, "--ledger", "two-provinces", "--reading", PLAIN)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "seq 3: the body is no event that this engine knows\n"


def test_a_ledger_whose_commands_were_changed_ends_with_3(stored: str) -> None:
    spoil(Path(stored.removeprefix("sqlite:///")), "UPDATE journal SET asked = x'7b' WHERE seq = 3")

    result = compare(stored, "--ledger", "two-provinces", "--reading", PLAIN)

    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "seq 3: it holds no command of this engine\n"


def test_in_a_process_of_its_own_it_ends_with_0() -> None:
    done = process("compare", TWO, "--reading", PLAIN)

    assert (done.returncode, done.stderr) == (0, "")
    assert T8 in done.stdout


def test_every_word_of_a_comparison_has_both_languages() -> None:
    assert [word for word, pair in COMPARING.items() if not (pair.zh and pair.en)] == []
    assert [word for word, pair in COMPARING.items() if pair.zh == pair.en] == []
