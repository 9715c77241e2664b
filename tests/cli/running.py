"""Ways to run `walletsim` in a test, and a small story to run it on."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from ledger.cli.app import app

REPO = Path(__file__).resolve().parents[2]
SCENARIOS = REPO / "scenarios"

STORY = """\
scenario: story
format: 1
about: 李明给母亲转账
policy: [cn, cn-sn, cn-he]
clock: {start: 2025-11-10 08:00}
people:
  li: {name: 李明, insured: CN-SN, scheme: employee}
  wang: {name: 王芳, insured: CN-HE, scheme: resident}
opening: {li/personal: 900元, li/wallet: 0元, wang/wallet: 0元}
steps:
  - {id: b1, at: 2025-11-10 08:00, bind: {giver: li, member: wang, kin: mother}}
  - {id: t1, at: 2025-11-10 08:01, transfer: {from: li, to: wang, amount: 100元}, expect: pending}
  - {id: a1, at: 2025-11-10 08:02, accept: t1}
  - {id: t2, at: 2025-11-10 23:00, transfer: {from: li, to: wang, amount: 1元},
     expect: {refused: HOURS_CLOSED}}
ends: {balances: {li/personal: 800元, wang/wallet: 100元}}
"""

NOTED = STORY.replace(
    "steps:",
    "steps:\n  - {id: b0, at: 2025-11-10 08:00, bind: "
    "{giver: li, member: wang, kin: mother_in_law}, expect: {refused: KIN_NOT_LISTED}}",
)
"""A story that touches something which the nation's file says it does not model."""


def walletsim(*args: str | Path, env: dict[str, str | None] | None = None) -> Result:
    """Run a command in this process; English unless the environment says otherwise."""
    clean: dict[str, str | None] = {"LC_ALL": "C", "COLUMNS": None, **(env or {})}
    return CliRunner().invoke(app, [str(arg) for arg in args], env=clean, catch_exceptions=False)


def process(*args: str | Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, str(REPO / "cli.py"), *(str(arg) for arg in args)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LC_ALL": "C.UTF-8", **env},
        check=False,
        timeout=60,
    )


def written(folder: Path, text: str = STORY, name: str = "story.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
