"""The same story gives the same journal, to the byte, whatever the machine believes."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.scenarios.stories import FILES, FOLDER, PROBES, REPO, told

REPLAY = """
import json, sys
from pathlib import Path
from freezegun import freeze_time
from ledger.scenario.load import load_file
from ledger.scenario.run import run
from ledger.policy import shipped

today, folder = sys.argv[1:]
with freeze_time(today):
    runs = {path.stem: run(load_file(str(path))) for path in sorted(Path(folder).glob("*.yaml"))}
print(json.dumps({name: made.journal.head.hex() for name, made in runs.items()}))
"""

MACHINES = {
    "Shanghai, today": ("0", "Asia/Shanghai", "2026-11-22 10:00:00"),
    "New York, at a change of its clocks": ("1", "America/New_York", "2025-11-02 05:59:59"),
    "Kiritimati, long ago, hashes at random": (
        "random",
        "Pacific/Kiritimati",
        "1999-12-31 23:59:59",
    ),
}
"""Hash seed, time zone and date of a process."""


def environment(seed: str, zone: str) -> dict[str, str]:
    return {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(REPO)}


def heads_told_here(*others: Path) -> dict[str, str]:
    return {path.stem: told(path)[0].journal.head.hex() for path in (*FILES, *others)}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_journal_is_the_same_in_a_process_with_another_seed_zone_and_date(
    machine: str,
) -> None:
    seed, zone, today = MACHINES[machine]
    command = [sys.executable, "-c", REPLAY, today, str(FOLDER)]

    done = subprocess.run(
        command, env=environment(seed, zone), capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout) == heads_told_here()


def lines_of_replay(seed: str, zone: str) -> Iterator[dict[str, object]]:
    command = [sys.executable, str(REPO / "cli.py"), "replay", "--format", "jsonl"]
    done = subprocess.run(
        command, env=environment(seed, zone), capture_output=True, check=True, cwd=REPO
    )
    yield from (json.loads(line) for line in done.stdout.splitlines())


def test_the_command_prints_the_same_to_the_byte_under_another_seed_and_zone() -> None:
    first = list(lines_of_replay("7", "Europe/Dublin"))
    second = list(lines_of_replay("8", "Asia/Kathmandu"))

    assert first == second
    assert {str(line["scenario"]): line["head"] for line in first} == heads_told_here(*PROBES)
