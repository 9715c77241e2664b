"""Comparisons of policies as plain values by stable keys, for JSON, JSON lines and CSV."""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.cli.output import Row
from ledger.cli.whatif.compare_options import Combined, Swept
from ledger.policy.dated import Dated
from ledger.scenario.run import Answer
from ledger.scenario.variants import EVER
from ledger.whatif.comparing.backtest import Backtest, Turn
from ledger.whatif.comparing.disputed import Hanging
from ledger.whatif.comparing.ending import Difference, accounts, people, regions
from ledger.words.moments import format_day, format_moment


class Answers(NamedTuple):
    """All that one call compared.

    Attributes:
        name: of the scenario or the ledger.
        paths: of another policy book.
        found: the comparison with all changes together; None where only sweeps were asked for.
        hanging: what hangs on other readings; None where that was not asked.
    """

    name: str
    paths: tuple[str, ...]
    other: Combined
    found: Backtest | None
    swept: tuple[tuple[Swept, Backtest], ...]
    hanging: tuple[Hanging, ...] | None


def document(answers: Answers) -> Row:
    """Everything, as one JSON document."""
    found, hanging = answers.found, answers.hanging
    return {
        "name": answers.name,
        "changed": list(changed_rows(answers)),
        "hidden": [change_row(old) for old in answers.other.hidden],
        "comparison": None if found is None else _whole(found),
        "sweep": [{**_swept_row(one), **_steps(found)} for one, found in answers.swept],
        "readings": None
        if hanging is None
        else [{**_hanging_row(one), **_steps(one.found)} for one in hanging],
    }


def flat(answers: Answers) -> Iterator[Row]:
    """The same as rows, each with its `kind`; the steps of a sweep or a reading stand below it."""
    for row in changed_rows(answers):
        yield {"kind": "changed", **row}
    for old in answers.other.hidden:
        yield {"kind": "hidden", **change_row(old)}
    if answers.found is not None:
        yield {"kind": "comparison", **summary(answers.found)}
        for kind, rows in _parts(answers.found).items():
            yield from ({"kind": kind, **row} for row in rows)
    for swept, found in answers.swept:
        yield {"kind": "sweep", **_swept_row(swept), **summary(found)}
        yield from ({"kind": "step", **step_row(turn)} for turn in found.turns)
    for one in answers.hanging or ():
        yield {"kind": "reading", **_hanging_row(one), **summary(one.found)}
        yield from ({"kind": "step", **step_row(turn)} for turn in one.found.turns)


def changed_rows(answers: Answers) -> Iterator[Row]:
    """What was changed: other books, then readings, then values."""
    for path in answers.paths:
        yield {"policy": path}
    for setting, name in answers.other.readings:
        yield {"parameter": setting.parameter, "region": setting.region, "reading": name}
    for change in answers.other.changes:
        value = answers.other.policy.definitions[change.parameter].write(change.readings[0].value)
        yield {**change_row(change), "value": value}


def change_row(change: Dated) -> Row:
    """A dated value without the value: whose, and its first and last day."""
    return {
        "parameter": change.parameter,
        "region": change.region,
        "from": None if change.from_day == EVER else format_day(change.from_day),
        "until": None if change.until_day is None else format_day(change.until_day),
    }


def summary(found: Backtest) -> Row:
    """The numbers of a comparison; `differ` counts other answers, `turned` all that differs."""
    flipped = [turn for turn in found.turns if turn.flip is not None]
    direct = sum(turn.cause is None for turn in flipped)
    return {
        "policy_hash": found.policy.hash,
        "until": format_moment(found.until),
        "steps": found.steps,
        "turned": len(found.turns),
        "differ": len(flipped),
        "direct": direct,
        "cascade": len(flipped) - direct,
        "refused_before": found.refused[0],
        "refused_after": found.refused[1],
        "identical": found.identical,
        "head": found.head.hex(),
    }


def step_row(turn: Turn) -> Row:
    """One step that differs; `same_answer` where only something else came of it."""
    return {
        "step": turn.step,
        "at": format_moment(turn.at),
        "was": _answer(turn.was.answer),
        "now": _answer(turn.now.answer),
        "same_answer": turn.flip is None,
        "direct": turn.cause is None,
        "cause": None if turn.cause is None else turn.cause.kind.value,
        "about": None if turn.cause is None else turn.cause.about or None,
    }


def _answer(answer: Answer) -> Row:
    return {
        "verdict": answer.verdict,
        "code": answer.code,
        "moved_fen": answer.moved_fen,
        "paid_fen": dict(answer.paid),
    }


def account_row(one: Difference, found: Backtest) -> Row:
    """An account, its owner with the name if it has one, before and after."""
    person = found.after.people.get(one.owner) or found.before.people.get(one.owner)
    name = person.name if person is not None else ""
    return {"account": one.name, "owner": one.owner or None, "name": name or None, **_fen(one)}


def person_row(one: Difference, found: Backtest) -> Row:
    """A person before and after."""
    row = account_row(one, found)
    return {"person": one.owner, "name": row["name"], **_fen(one)}


def region_row(one: Difference) -> Row:
    """A region, or `transit` or `outside`, before and after."""
    return {"region": one.name, **_fen(one)}


def _fen(one: Difference) -> Row:
    sums = (one.before_fen, one.after_fen, one.change_fen)
    return dict(zip(("before_fen", "after_fen", "change_fen"), sums, strict=True))


def _parts(found: Backtest) -> dict[str, list[Row]]:
    return {
        "step": [step_row(turn) for turn in found.turns],
        "account": [account_row(one, found) for one in accounts(found)],
        "person": [person_row(one, found) for one in people(found)],
        "region": [region_row(one) for one in regions(found)],
        "not_judged": [one._asdict() for one in found.unjudged],
    }


def _whole(found: Backtest) -> Row:
    keys = {"step": "differs", "account": "accounts", "person": "people", "region": "regions"}
    parts = {keys.get(kind, kind): rows for kind, rows in _parts(found).items()}
    return {**summary(found), **parts}


def _steps(found: Backtest) -> Row:
    return {**summary(found), "differs": [step_row(turn) for turn in found.turns]}


def _swept_row(one: Swept) -> Row:
    return {"parameter": one.setting.parameter, "region": one.setting.region, "value": one.value}


def _hanging_row(one: Hanging) -> Row:
    setting, reading = one.doubt
    return {"parameter": setting.parameter, "region": setting.region, "reading": reading}
