"""A program under test is told the shipped stories; the first decision that differs is reported."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger.cli.program import NoProgramError, Program
from ledger.core import commands as c
from ledger.journal import MemoryJournal
from ledger.scenario.lines import line_of
from ledger.scenario.story import Scenario, Step
from ledger.scenario.wire import step_of
from ledger.session import Session
from ledger.whatif.comparing.against import Compared, ProgramError, against, beginning
from tests.cli.running import SCENARIOS, walletsim
from tests.ledgers import moment, opened
from tests.scenarios.stories import FILES, stem, story, unrolled
from tests.test_domain_workload import Draw

TWO = SCENARIOS / "two-provinces.yaml"


class Engine:
    """This engine behind the lines of the protocol, with one decision turned if asked for."""

    def __init__(self, scenario: Scenario, turned: str = "", answer: dict[str, Any] | None = None):
        self.session = Session(MemoryJournal("under-test"), scenario.policy)
        self.turned = turned
        self.answer = answer or {"decision": "ok"}
        self.asked: list[str] = []

    def ask(self, text: str) -> str:
        line = json.loads(text)
        self.asked.append(line["key"])
        if line["key"] == self.turned:
            return json.dumps({"key": line["key"], **self.answer})
        return json.dumps({"key": line["key"], **self.decided(line)})

    def decided(self, line: dict[str, Any]) -> dict[str, Any]:
        at = moment(line["at"])
        if "begin" in line:
            self.session.start(at)
            return {"decision": "ok"}
        if "setting" in line:
            return {"decision": "ok"}
        key = line["key"]
        if "opening" in line:
            command: c.Command = c.PostOpening(**line["opening"])
        else:
            sound = key.replace(":", "-").replace("/", "-")
            command = step_of(json.dumps({**line, "key": sound}).encode()).command
        decision = self.session.handle(command, at=at, key="" if ":" in key else key)
        told = {"decision": decision.verdict, "code": decision.code}
        return {name: value for name, value in told.items() if value is not None}


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_the_lines_of_a_shipped_story_are_enough_to_decide_it_alike(path: Path) -> None:
    scenario = story(path)

    compared = against(scenario, Engine(scenario).ask)

    steps = sum(isinstance(item, Step) for item in unrolled(scenario))
    assert compared == Compared(scenario.name, steps, None)


@pytest.mark.parametrize("path", FILES, ids=stem)
def test_every_command_of_a_shipped_story_is_read_from_its_line_again(path: Path) -> None:
    for item in unrolled(story(path)):
        if isinstance(item, Step):
            line = line_of(item.command, at=item.at, key=item.key)
            read = step_of(json.dumps(line).encode())
            assert (read.command, read.at, read.key) == (item.command, item.at, item.key)


def made_up() -> Iterator[c.Command]:
    draw = Draw(7, opened().book)
    yield from (draw.command() for _ in range(2_000))
    yield c.Enrol("a", "CN", "none", "", 7_000)
    yield c.Bind("a", "b", "son", 20_000, 20_100, 500, 2)
    yield c.Settle("a", "pharmacy", 0, (c.BillItem("x", 0, 5), c.BillItem("y", 3, 0, "vaccine")))


def test_every_command_that_can_be_made_up_is_read_from_its_line_again() -> None:
    for command in made_up():
        line = line_of(command, at=moment("09:00"), key="k")
        assert step_of(json.dumps(line).encode()).command == command


TURNED = {
    "t8": ({"decision": "pending"}, "pending", "refused TRANSFER_DAY_AMOUNT"),
    "t2": (
        {"decision": "refused", "code": "BALANCE_SHORT"},
        "refused BALANCE_SHORT",
        "refused TRANSFER_CAP_EACH",
    ),
    "t1": ({"decision": "ok"}, "ok", "pending"),
    "s2": ({"decision": "duplicate"}, "duplicate", "ok"),
    "a6": ({"decision": "refused", "code": "NO_SUCH_CODE"}, "refused NO_SUCH_CODE", "ok"),
}


@pytest.mark.parametrize("key", TURNED)
def test_the_first_decision_that_differs_is_told_with_our_explanation(key: str) -> None:
    scenario, (answer, theirs, ours) = story(TWO), TURNED[key]
    engine = Engine(scenario, key, answer)

    difference = against(scenario, engine.ask).difference

    assert difference is not None
    assert difference.document is not None
    assert (difference.line["key"], str(difference.theirs), str(difference.ours)) == (
        key,
        theirs,
        ours,
    )
    assert difference.document["step"] == key == engine.asked[-1]
    assert difference.document["code"] == (ours.partition(" ")[2] or None)
    assert difference.document["place"]["file"] == "two-provinces.yaml"


def test_a_program_that_refuses_how_the_story_begins_differs_before_the_first_command() -> None:
    scenario = story(TWO)
    engine = Engine(scenario, "enrol:wang", {"decision": "refused", "code": "NOT_INSURED"})

    compared = against(scenario, engine.ask)

    assert (compared.alike, compared.difference and compared.difference.document) == (0, None)
    assert engine.asked[-1] == "enrol:wang"


def test_a_program_learns_settings_then_people_then_what_they_have() -> None:
    lines = list(beginning(story(TWO)))

    words = list(dict.fromkeys(next(iter(line.keys() - {"key", "at"})) for line in lines))
    assert words == ["begin", "setting", "enrol", "opening"]
    settings = [line["setting"] for line in lines if "setting" in line]
    caps = [s for s in settings if s["parameter"] == "transfer.cap.each"]
    assert caps == [
        {
            "parameter": "transfer.cap.each",
            "region": "CN",
            "from": "2024-11-15",
            "until": None,
            "value": "2000元",
        }
    ]
    assert {s["region"] for s in settings} == {"CN", "CN-SN", "CN-HE"}
    assert all(":" in line["key"] for line in lines)


def test_a_reading_that_was_chosen_is_the_one_that_is_told() -> None:
    scenario = story(TWO)
    plain = scenario.policy.with_readings({("transfer.amount.per_day", "CN-SN"): "plain"})

    def told(of: Scenario) -> list[str]:
        lines = beginning(of)
        key = "setting:transfer.amount.per_day@CN-SN:2025-11-04"
        return [line["setting"]["value"] for line in lines if line["key"] == key]

    assert told(scenario) == ["2000元"]
    assert told(replace(scenario, policy=plain)) == ["inherit"]


BROKEN = {
    "no JSON": "pending",
    "a list": "[]",
    "no decision": '{"key": "begin:two-provinces"}',
    "another word": '{"key": "begin:two-provinces", "decision": "yes"}',
    "another key": '{"key": "t1", "decision": "ok"}',
    "nothing": "",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_line_that_is_no_answer_is_one_clear_message(text: str) -> None:
    with pytest.raises(ProgramError, match="begin:two-provinces"):
        against(story(TWO), lambda _line: text)


def script(folder: Path, body: str) -> str:
    """A program of Python; what it is handed is in `line`."""
    path = folder / "program.py"
    text = "import json, sys, time\nfor line in sys.stdin:\n    key = json.loads(line)['key']\n"
    path.write_text(f"{text}    {body}\n", encoding="utf-8")
    return f"'{sys.executable}' '{path}'"


ANSWER = "print(json.dumps({'key': key, 'decision': 'ok'}), flush=True)"
PROGRAMS = {
    "sleeps": ("time.sleep(60)", "no answer within 0.5 s to {"),
    "ends": ("sys.exit(3)", "it ended (exit code 3) before it answered {"),
    "ends well": ("sys.exit(0)", "it ended (exit code 0) before it answered {"),
    "half a line": (
        "sys.stdout.write('{'); sys.exit(0)",
        "it ended (exit code 0) before it answered",
    ),
    "no answer": ("print('hi', flush=True)", "no answer to begin:two-provinces: “hi”"),
    "no end": ("print('x' * 200_000, flush=True)", "an answer without an end to {"),
    "leaves a child": (
        "__import__('subprocess').run(['sleep', '60'])",
        "no answer within 0.5 s to {",
    ),
    "floods": (
        "[print('x' * 1000) for _ in iter(int, 1)]",
        "no answer to begin:two-provinces: “xx",
    ),
    "answers twice": (f"{ANSWER}; {ANSWER}", "it answered “begin:two-provinces”"),
}


@pytest.mark.parametrize(("body", "message"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_program_that_misbehaves_is_told_in_one_line_and_ended(
    body: str, message: str, tmp_path: Path
) -> None:
    command = script(tmp_path, body)

    short = ("--timeout", "0.5") if "sleep" in body else ()
    done = walletsim("replay", TWO, "--against", command, *short)

    assert done.exit_code == 1
    first, last = done.stdout.splitlines()
    assert first.startswith("FAIL two-provinces")
    assert message in first
    assert last == "1 scenario, 1 decided otherwise"


def test_a_program_that_ends_badly_after_its_last_answer_is_told(tmp_path: Path) -> None:
    command = script(tmp_path, ANSWER)
    with Program(command, 10) as program:
        assert json.loads(program.ask('{"key":"k"}')) == {"key": "k", "decision": "ok"}
        program.finish()
    path = tmp_path / "program.py"
    path.write_text(path.read_text(encoding="utf-8") + "sys.exit(4)\n", encoding="utf-8")

    with Program(command, 10) as program:
        program.ask('{"key":"k"}')
        with pytest.raises(ProgramError, match="exit code 4"):
            program.finish()
    path.write_text(path.read_text(encoding="utf-8")[:-12] + "time.sleep(60)\n", encoding="utf-8")
    with Program(command, 1) as program, pytest.raises(ProgramError, match="did not end"):
        program.finish()
    path.write_text(path.read_text(encoding="utf-8")[:-15] + "sys.exit(4)\n", encoding="utf-8")
    differing = walletsim("replay", TWO, "--against", command)
    assert "1 decision alike, then t0 differs" in differing.stdout


def test_a_program_that_is_not_there_ends_with_2() -> None:
    done = walletsim("replay", TWO, "--against", "no-such-program-here")

    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("no-such-program-here cannot be started (")
    with pytest.raises(NoProgramError), Program("", 1):
        pass


@pytest.mark.parametrize("option", ["--save", "--baseline", "--store"])
def test_a_program_under_test_is_not_kept(option: str, tmp_path: Path) -> None:
    done = walletsim("replay", TWO, "--against", "cat", option, tmp_path / "x")

    assert done.exit_code == 2
    assert option in done.stderr
    assert not (tmp_path / "x").exists()


def test_json_has_the_line_both_answers_and_the_explanation(tmp_path: Path) -> None:
    command = script(tmp_path, ANSWER)

    done = walletsim("replay", TWO, "--against", command, "--format", "json")

    (result,) = json.loads(done.stdout)
    assert (done.exit_code, result["ok"], result["alike"], result["problem"]) == (1, False, 1, None)
    difference = result["difference"]
    assert (difference["theirs"], difference["ours"]) == ("ok", "refused KIN_NOT_BOUND")
    assert difference["line"]["transfer"]["amount_fen"] == 10_000
    assert difference["explanation"]["code"] == "KIN_NOT_BOUND"
