"""Run records: what a replay gave, by hash and by step, to be kept and compared with later."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, TypeAlias

from ledger.scenario.run import Run
from ledger.scenario.story import Feed
from ledger.text.said import Said

Record: TypeAlias = dict[str, Any]

FORMAT = 1


def record_of(run: Run, engine: str) -> Record:
    """Everything a replay gave, as plain values; the same story gives the same record."""
    scenario = run.scenario
    text = scenario.document.text.encode()
    return {
        "format": FORMAT,
        "engine": engine,
        "scenario": scenario.name,
        "scenario_sha256": hashlib.sha256(text).hexdigest(),
        "policy_hash": scenario.policy.hash,
        "feeds": {feed.path: feed.sha256 for feed in scenario.items if isinstance(feed, Feed)},
        "verified": not run.failures,
        "steps": {step: asdict(answer) for step, answer in run.answers.items()},
        "balances": {account: fen for account, fen in sorted(run.book.balances.items()) if fen},
        "events": run.journal.count,
        "head": run.journal.head.hex(),
    }


def record_differences(before: Record, now: Record) -> Iterator[Said]:
    """One line for everything in which two records differ, the engine's version aside."""
    for key in ("scenario_sha256", "policy_hash", "feeds", "verified", "events", "head"):
        if before.get(key) != now[key]:
            yield _difference(key, before.get(key), now[key])
    for key in ("steps", "balances"):
        old, new = before.get(key, {}), now[key]
        for name in sorted(old.keys() | new.keys()):
            if old.get(name) != new.get(name):
                yield _difference(f"{key} {name}", _told(old.get(name)), _told(new.get(name)))


def _difference(what: str, was: object, now: object) -> Said:
    return Said("replay.was_now", what=what, was=was, now=now)


def _told(value: Any) -> str:
    if isinstance(value, dict):
        code = f" {value['code']}" if value.get("code") else ""
        shares = "".join(f" {account} {fen}" for account, fen in value.get("paid", {}).items())
        return f"{value['verdict']}{code} {value['moved_fen']}{shares}"
    return Said("replay.nothing") if value is None else str(value)
