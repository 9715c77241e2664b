"""`check`, `explain`, `freeze`, `schema`: commands that read files, and what they leave behind."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.cli.running import REPO, STORY, walletsim, written

NOBODY = 65534
"""The user id that owns nothing."""


def test_check_reads_and_runs_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, STORY.replace("800元", "799元"))

    result = walletsim("check", file)

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 file, no problems\n"


def test_check_tells_the_problems_of_all_files_at_once(tmp_path: Path) -> None:
    written(tmp_path, STORY.replace("accept: t1", "acept: t1"), "a.yaml")
    written(tmp_path, STORY.replace("kin: mother", "kin: mothr"), "b.yaml")
    written(tmp_path, "policy: medical-wallet\nformat: 1\nregion: CN-XX\n", "c.yaml")

    result = walletsim("check", tmp_path)

    told = [
        line.split(": ")[1].split()[0] for line in result.stderr.splitlines() if "yaml:" in line
    ]
    assert result.exit_code == 2
    assert {"S001", "S003", "P109"} <= set(told)


def test_check_and_replay_both_refuse_two_stories_of_one_name(tmp_path: Path) -> None:
    written(tmp_path, STORY, "a.yaml")
    written(tmp_path, STORY, "b.yaml")

    told = [walletsim(command, tmp_path) for command in ("check", "replay")]

    assert [result.exit_code for result in told] == [2, 2]
    assert told[0].stderr == told[1].stderr
    assert "S016" in told[0].stderr


@pytest.mark.parametrize("command", ["check", "replay"])
@pytest.mark.parametrize("inside", [(), ("note.txt",)])
def test_a_folder_without_scenarios_ends_with_2(
    tmp_path: Path, command: str, inside: tuple[str, ...]
) -> None:
    for name in inside:
        written(tmp_path, "text", name)

    result = walletsim(command, tmp_path)

    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path}: no YAML file in this folder\n"


@contextmanager
def with_no_more_rights_than_most() -> Iterator[None]:
    """As nobody where the tests run as root, who may read everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def everyones() -> Iterator[Path]:
    """A folder that anybody may enter, unlike those of the tests."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("closed", ["folder/story.yaml", "folder"])
@pytest.mark.parametrize("named", ["folder/story.yaml", "folder"])
def test_what_may_not_be_read_is_told_and_no_crash(
    everyones: Path, closed: str, named: str
) -> None:
    written(everyones / "folder")
    assert walletsim("replay", everyones / named).exit_code == 0
    (everyones / closed).chmod(0)

    with with_no_more_rights_than_most():
        result = walletsim("replay", everyones / named)
    (everyones / closed).chmod(0o700)

    assert (result.exit_code, result.stdout) == (2, "")
    path = everyones / (closed if closed.startswith(named) else named)
    assert result.stderr == f"{path}: cannot be read (Permission denied)\n"


def test_a_folder_inside_that_may_not_be_read_is_told_and_a_hidden_one_passed_over(
    everyones: Path,
) -> None:
    written(everyones, name="story.yaml")
    for name in ("deep/closed", ".hidden"):
        (everyones / name).mkdir(parents=True)
        (everyones / name).chmod(0)

    with with_no_more_rights_than_most():
        result = walletsim("check", everyones)
    (everyones / "deep/closed").rmdir()
    with with_no_more_rights_than_most():
        opened = walletsim("check", everyones)
    (everyones / ".hidden").chmod(0o700)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{everyones}/deep/closed: cannot be read (Permission denied)\n"
    assert (opened.exit_code, opened.stderr) == (0, "1 file, no problems\n")


def test_a_path_that_cannot_be_reached_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_path: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", closed)

    result = walletsim("check", tmp_path)

    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path}: cannot be read (Permission denied)\n"


def test_explain_prints_the_text_and_json_the_document(tmp_path: Path) -> None:
    file = written(tmp_path)

    text = walletsim("explain", file, "t2")
    document = walletsim("explain", file, "t2", "--format", "json")
    line = walletsim("explain", file, "t2", "--format", "jsonl")

    assert text.stdout.startswith("REFUSED  HOURS_CLOSED  closed hours / 停止转账时段\n")
    assert json.loads(document.stdout)["passes_at"] == "2025-11-11 06:00"
    assert json.loads(line.stdout) == json.loads(document.stdout)
    assert line.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("env", "chinese"),
    [
        ({"LC_ALL": None, "LANG": "zh_CN.UTF-8"}, True),
        ({"LC_ALL": None, "LC_MESSAGES": None, "LANG": "C.UTF-8"}, False),
        ({"LC_ALL": "zh_TW.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, False),
    ],
)
def test_the_language_is_that_of_the_environment_unless_named(
    tmp_path: Path, env: dict[str, str | None], chinese: bool
) -> None:
    file = written(tmp_path)

    assert walletsim("explain", file, "t2", env=env).stdout.startswith(
        "拒绝" if chinese else "REFUSED"
    )
    assert walletsim("explain", file, "t2", "--lang", "zh", env=env).stdout.startswith("拒绝")
    assert walletsim("explain", file, "t2", "--lang", "en", env=env).stdout.startswith("REFUSED")


def test_a_step_that_is_not_there_ends_with_2_and_the_nearest_one(tmp_path: Path) -> None:
    file = written(tmp_path)

    result = walletsim("explain", file, "t22")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{file}: no step “t22”; did you mean “t2”?\n"


@pytest.mark.parametrize("command", ["explain", "freeze"])
def test_a_command_for_one_file_takes_no_folder(tmp_path: Path, command: str) -> None:
    written(tmp_path)

    result = walletsim(command, tmp_path, *(["t1"] if command == "explain" else []))

    assert result.exit_code == 2
    assert "is a directory" in re.sub(r"[│\s]+", " ", result.stderr)


FILLED = {
    "expect: pending": "expect: fill   # noch offen 待定",
    "{refused: HOURS_CLOSED}": '"fill"',
}


HOURS_CLOSED = (
    "{refused: HOURS_CLOSED, by: transfer.closed@CN, would_pass: 0元, passes_at: 2025-11-11 06:00}"
)


def unfilled() -> str:
    text = STORY.replace("opening:", "# what they have\nopening:")
    for right, fill in FILLED.items():
        assert right in text
        text = text.replace(right, fill)
    return text.replace("# noch offen 待定}", "}  # noch offen 待定")


def test_freeze_fills_in_what_came_and_changes_nothing_else(tmp_path: Path) -> None:
    before = unfilled()
    file = written(tmp_path, before)

    result = walletsim("freeze", file)

    after = file.read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert result.stderr == f"{file}: 2 expectations filled in\n"
    changed = [
        (old, new)
        for old, new in zip(before.splitlines(), after.splitlines(), strict=True)
        if old != new
    ]
    assert [new for _, new in changed] == [
        changed[0][0].replace("fill", "pending"),
        f"     expect: {HOURS_CLOSED}}}",
    ]
    assert "# what they have" in after
    assert "  # noch offen 待定" in after


def test_a_frozen_file_replays_and_freezing_it_again_changes_no_byte(tmp_path: Path) -> None:
    file = written(tmp_path, unfilled())
    assert walletsim("replay", file).exit_code == 1

    walletsim("freeze", file)
    frozen = file.read_bytes()

    assert walletsim("replay", file).exit_code == 0
    assert walletsim("freeze", file).stderr == f"{file}: 0 expectations filled in\n"
    assert file.read_bytes() == frozen


def test_freeze_keeps_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    file = tmp_path / "story.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + unfilled().replace("\n", "\r\n").encode())

    walletsim("freeze", file)

    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfscenario: story\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")
    assert walletsim("replay", file).exit_code == 0


def test_freeze_leaves_a_bad_file_alone(tmp_path: Path) -> None:
    file = written(tmp_path, unfilled().replace("accept: t1", "acept: t1"))
    before = file.read_bytes()

    assert walletsim("freeze", file).exit_code == 2
    assert file.read_bytes() == before


def test_freeze_writes_every_kind_of_answer(tmp_path: Path) -> None:
    text = STORY.replace("accept: t1}", "accept: t1, expect: fill}").replace(
        "ends:",
        "  - {id: t3, at: 2025-11-10 23:01, key: t1, transfer: {from: li, to: wang, amount: 100元},"
        " expect: fill}\n"
        "  - {id: t4, at: 2025-11-11 09:00, transfer: {from: li, to: wang, amount: 2500元},"
        " expect: fill}\n"
        "  - {id: b2, at: 2025-11-11 09:00, bind: {giver: li, member: wang, kin: mother},"
        " expect: fill}\nends:",
    )
    file = written(tmp_path, text)

    walletsim("freeze", file)

    after = file.read_text(encoding="utf-8")
    assert "accept: t1, expect: ok}" in after
    assert "amount: 100元}, expect: duplicate}" in after
    assert (
        "expect: {refused: TRANSFER_CAP_EACH, by: transfer.cap.each@CN, "
        "also: [TRANSFER_DAY_AMOUNT, BALANCE_SHORT], would_pass: 800元, passes_at: never}}"
    ) in after
    assert "kin: mother}, expect: {refused: ALREADY_BOUND, passes_at: never}}" in after
    assert walletsim("replay", file).exit_code == 0


def test_schema_writes_the_committed_schemas(tmp_path: Path) -> None:
    result = walletsim("schema", tmp_path / "new" / "folder")

    written_files = sorted((tmp_path / "new" / "folder").iterdir())
    assert result.exit_code == 0
    assert [path.name for path in written_files] == [
        "map-1.schema.json",
        "policy-1.schema.json",
        "scenario-1.schema.json",
    ]
    for path in written_files:
        assert path.read_bytes() == (REPO / "schema" / path.name).read_bytes()
        assert str(path) in result.stderr


def test_a_folder_that_cannot_be_made_ends_with_2(tmp_path: Path) -> None:
    result = walletsim("schema", written(tmp_path))

    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
