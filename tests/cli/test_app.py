"""The program itself: help, version, interrupts, pipes, terminals, and what it loads to start."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

import ledger
from ledger.cli.app import app, main
from ledger.cli.output import language
from ledger.cli.scenario import replaying
from ledger.text.pairs import TABLES
from ledger.text.width import cells
from tests.cli.running import REPO, STORY, process, walletsim, written
from tests.reports.stories import kept, two_days

CHINESE = re.compile("[\u4e00-\u9fff]")


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command, groups among them."""
    yield path
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


ALL = [*commands(typer.main.get_command(app)), ("what-if", "transfer"), ("what-if", "accept")]
"""Commands of `what-if` are made when they are asked for; two stand for all of them."""


def test_the_commands_are_those_of_the_format_page_so_far() -> None:
    assert {path[0] for path in ALL if path} == {
        "replay",
        "check",
        "explain",
        "what-if",
        "compare",
        "audit",
        "coverage",
        "mutate",
        "shrink",
        "probe",
        "freeze",
        "schema",
        "simulate",
        "bench",
        "policy",
        "ledger",
    }
    assert ("ledger", "verify") in ALL
    assert {path[1] for path in ALL if path[:1] == ("policy",) and path[1:]} == {
        "show",
        "history",
        "diff",
        "lint",
    }


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_help_in_one_language_at_a_time(path: tuple[str, ...]) -> None:
    wide: dict[str, str | None] = {"COLUMNS": "400"}
    english = walletsim(*path, "--help", env=wide)
    chinese = walletsim(*path, "--help", env={**wide, "LC_ALL": "zh_CN.UTF-8"})

    assert (english.exit_code, chinese.exit_code) == (0, 0)
    assert "Usage: " in english.stdout
    assert not CHINESE.search(re.sub("医保钱包|[0-9]元", "", english.stdout))
    said = "\n".join(x for x in chinese.stdout.splitlines() if "Usage: " not in x)  # Typer's own
    assert CHINESE.search(said)
    assert not re.search("[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}", said), said


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_help_fits_80_columns_and_is_whole(path: tuple[str, ...], lang: str) -> None:
    result = walletsim(*path, "--help", "--lang", lang, env={"COLUMNS": "80"})
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert all(cells(line) <= 80 for line in lines)
    assert [line for line in lines if "…" in line] == []


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_option_and_argument_has_help_in_both_languages(
    path: tuple[str, ...],
) -> None:
    command: Any = typer.main.get_command(app)
    for word in path:
        command = command.get_command(None, word)
    english = {pair.en for pair in TABLES["help"].values()}

    for has_help in (command, *command.params):
        of_a_field = path[:1] == ("what-if",) and has_help.help.startswith(
            ("For example", "One of")
        )
        assert has_help.help in english or of_a_field, f"{path} {has_help.name}"


@pytest.mark.parametrize(
    ("args", "lang"),
    [
        (["replay", "--lang", "zh", "--help"], "zh"),
        (["replay", "--help", "--lang=zh"], "zh"),
        (["--lang", "zh", "--help"], "zh"),
        (["--lang", "zh", "replay", "--help"], "zh"),
        (["replay", "--lang", "zh", "--lang", "en", "--help"], "en"),
        (["replay", "--help", "--", "--lang", "zh"], "en"),
        (["explain", "zh", "--help"], "en"),
    ],
)
def test_help_is_in_the_language_that_the_command_line_asks_for(args: list[str], lang: str) -> None:
    result = walletsim(*args)

    assert result.exit_code == 0
    assert ("选项" in result.stdout) is (lang == "zh")
    assert ("Options" in result.stdout) is (lang == "en")


def test_a_run_leaves_no_language_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")

    assert "选项" in walletsim("--lang", "zh", "--help").stdout

    assert language() == "en"


def test_the_version_is_that_of_the_package() -> None:
    result = walletsim("--version")

    assert (result.exit_code, result.stdout) == (0, f"walletsim {ledger.__version__}\n")


@pytest.mark.parametrize(
    "args",
    [
        ["nope"],
        ["replay", "--nope"],
        ["explain"],
        ["policy", "nope"],
        ["replay", "--format", "csv"],
    ],
)
def test_bad_usage_ends_with_2_and_says_so_on_stderr(args: list[str]) -> None:
    result = walletsim(*args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: " in result.stderr


def test_no_arguments_at_all_show_the_help() -> None:
    result = walletsim()

    assert "replay" in result.output


def test_an_interrupt_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    steps = "".join(
        f"  - {{id: c{n}, at: 2025-11-10 23:00, credit: {{to: li, amount: 1元}}}}\n"
        for n in range(60_000)
    )
    file = written(tmp_path, STORY.partition("ends:")[0] + steps)
    command = [sys.executable, str(REPO / "cli.py"), "replay", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        time.sleep(1)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate(timeout=30)

    assert running.returncode == 130
    assert b"Traceback" not in told


def test_an_interrupt_inside_a_command_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_loaded: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(replaying, "_steps", interrupted)
    monkeypatch.setattr(sys, "argv", ["walletsim", "replay"])

    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.parametrize(
    "args", ["replay", "explain scenarios/two-provinces.yaml t8", "policy show CN 2025-11-10"]
)
def test_a_reader_that_goes_away_causes_no_traceback(args: str) -> None:
    command = [sys.executable, "cli.py", *args.split()]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=REPO
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()

    assert b"Traceback" not in told
    assert b"Error" not in told


def test_off_a_terminal_nothing_is_wrapped_coloured_or_cut_however_narrow_it_says_it_is() -> None:
    args = ("explain", REPO / "scenarios" / "two-provinces.yaml", "t8", "--lang", "en")

    wide, narrow = process(*args, COLUMNS="200"), process(*args, COLUMNS="40", FORCE_COLOR="")

    assert narrow.stdout == wide.stdout
    assert "\x1b" not in narrow.stdout
    assert max(len(line) for line in narrow.stdout.splitlines()) > 100


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_is_no_colour(tmp_path: Path, env: dict[str, str]) -> None:
    for args in (
        ("replay", written(tmp_path)),
        ("policy", "show", "CN", "2025-11-10"),
        ("--help",),
    ):
        result = process(*args, **env)
        assert result.returncode == 0
        assert "\x1b" not in result.stdout


def test_a_terminal_that_cannot_show_chinese_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    file = written(tmp_path)

    result = process("explain", file, "t2", "--lang", "zh", PYTHONIOENCODING="latin-1")

    assert result.returncode == 0
    assert "\\u62d2" in result.stdout


def loaded(*args: str) -> set[str]:
    """The packages that a command has loaded when it ends."""
    code = (
        "import sys; from ledger.cli.app import main\n"
        f"sys.argv[1:] = {list(args)!r}\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        cwd=REPO,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPO)},
    )
    return set(ended.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("args", [["--help"], ["--version"]])
def test_the_programs_own_help_loads_none_of_the_heavy_packages(args: list[str]) -> None:
    heavy = {"pydantic", "sqlmodel", "sqlalchemy", "yaml", "msgspec"}

    assert loaded(*args) & heavy == set()


@pytest.mark.parametrize("args", [["replay", "--help"], ["ledger", "verify", "--help"]])
def test_the_help_of_a_command_loads_nothing_that_its_work_needs(args: list[str]) -> None:
    heavy = {"sqlmodel", "sqlalchemy", "yaml", "msgspec"}  # pydantic is typer's, for options

    assert loaded(*args) & heavy == set()


@pytest.mark.parametrize("command", ["statement", "balances", "clearing"])
def test_a_question_to_a_stored_ledger_loads_no_toolkit(tmp_path: Path, command: str) -> None:
    url = kept(tmp_path, two_days())
    of = [] if command == "clearing" else ["--of", "li"]

    packages = loaded("ledger", command, url, *of)

    assert "sqlite3" in packages
    assert packages & {"sqlmodel", "sqlalchemy", "yaml", "rich"} == set()


def test_a_replay_without_a_store_loads_no_database(tmp_path: Path) -> None:
    packages = loaded("replay", str(written(tmp_path)))

    assert {"pydantic", "yaml", "msgspec"} <= packages
    assert packages & {"sqlmodel", "sqlalchemy", "sqlite3"} == set()


def test_bench_says_where_it_runs_when_it_is_installed_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        "ledger.cli.proof.benching.__file__", str(tmp_path / "a" / "b" / "c" / "benching.py")
    )

    result = walletsim("bench")

    assert result.exit_code == 2
    assert "checkout" in result.stderr
