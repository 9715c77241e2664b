"""Which outcomes of a story hang on a disputed value: the story replayed under each reading of it.

Only readings that can matter are tried: of values that are in force on a day of the story, in a
region where somebody in it is insured, or in a wider one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import msgspec

from ledger.core.events import Event, PersonEnrolled, StandingChanged, name_of
from ledger.core.postings import legs
from ledger.scenario.fields import Setting
from ledger.scenario.outcome import Outcome
from ledger.scenario.run import Answer, Run, start, walk
from ledger.scenario.story import Scenario, Step
from ledger.whatif.variant import answer_text
from ledger.words.accounts import covers
from ledger.words.moments import DAY, format_day, format_moment
from ledger.words.money import money_text
from ledger.words.regions import NATION, chain

CLEARING = "outside/clearing"


class Doubt(NamedTuple):
    """A reading that is not in force, of a value that a story may ask for."""

    setting: Setting
    reading: str

    def __str__(self) -> str:
        """The reading as a what-if chooses it: `spend.settings@CN = wide`."""
        return f"{self.setting} = {self.reading}"


class Turn(NamedTuple):
    """A step that another reading answers otherwise, and both answers."""

    step: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs on one doubt: the steps it turns, in the story's order."""

    doubt: Doubt
    turns: tuple[Turn, ...]


class _Told(NamedTuple):
    answer: Answer
    events: tuple[Event, ...]


class _Story(NamedTuple):
    run: Run
    told: dict[str, _Told]


def hanging(scenario: Scenario) -> Iterator[Hanging]:
    """Every doubt on which some outcome of a story hangs, and the outcomes."""
    base = _replayed(scenario)
    for doubt in doubts(base.run):
        policy = scenario.policy.with_readings({doubt.setting: doubt.reading})
        turns = tuple(_turns(base, _replayed(replace(scenario, policy=policy))))
        if turns:
            yield Hanging(doubt, turns)


def doubts(made: Run) -> Iterator[Doubt]:
    """Every other reading of a value in force in the places and on the days of a run."""
    policy, places = made.scenario.policy, _places(made)
    first, last = made.scenario.start // DAY, made.book.now // DAY
    for (parameter, region), records in policy.history.items():
        if region not in places:
            continue
        held = [
            record
            for record in records
            if record.from_day <= last and (record.until_day is None or record.until_day >= first)
        ]
        used = policy.chosen.get((parameter, region))
        names = (r.name for record in held for r in record.readings if r != record.reading(used))
        yield from (Doubt(Setting(parameter, region), name) for name in dict.fromkeys(names))


def _places(made: Run) -> set[str]:
    """Every region where somebody is ever insured, with the wider ones."""
    regions = {NATION}
    for stored in made.journal.read():
        match stored.event:
            case PersonEnrolled(insured=region):
                regions.add(region)
            case StandingChanged(standing="moved", to=str(region)):
                regions.add(region)
            case _:
                pass
    return {place for region in regions for place in chain(region)}


def _replayed(scenario: Scenario) -> _Story:
    made = start(scenario)
    told: dict[str, _Told] = {}

    def watch(step: Step, outcome: Outcome) -> None:
        told[step.id] = _Told(made.answers[step.id], outcome.decision.events)

    walk(made, scenario.items, watch, verify=False)
    return _Story(made, told)


def _turns(base: _Story, other: _Story) -> Iterator[Turn]:
    """Every step that differs; time does only what earlier events ask for, so steps are all."""
    for step, now in other.told.items():
        was = base.told[step]
        if was != now:
            yield Turn(step, *_texts(was, now))


def _texts(was: _Told, now: _Told) -> tuple[str, str]:
    """Both answers; where the words are the same, with the money or the facts that differ."""
    words = answer_text(was.answer), answer_text(now.answer)
    if words[0] != words[1]:
        return words
    one, other = (_moved(told.events) for told in (was, now))
    if one == other:
        details = [", ".join(_facts(told.events)) for told in (was, now)]
    else:
        details = [_amounts(*pair) for pair in ((one, other), (other, one))]
    return f"{words[0]} ({details[0]})", f"{words[1]} ({details[1]})"


def _moved(events: Sequence[Event]) -> Counter[str]:
    """What each account gained or lost, in fen; what provinces owe follows from it."""
    moved: Counter[str] = Counter()
    for event in events:
        for account, fen in legs(event):
            if not covers(CLEARING, account):
                moved[account] += fen
    return moved


def _amounts(these: dict[str, int], those: dict[str, int]) -> str:
    """The accounts that two lists of amounts differ in, as the first has them."""
    accounts = sorted(these.keys() | those.keys())
    different = (a for a in accounts if these.get(a, 0) != those.get(a, 0))
    return ", ".join(f"{account} {_signed(these.get(account, 0))}" for account in different)


def _signed(fen: int) -> str:
    return f"-{money_text(-fen)}" if fen < 0 else money_text(fen)


def _facts(events: Sequence[Event]) -> Iterator[str]:
    """What happened beside money, by stored names: `relation_ended why=released`."""
    for event in events:
        fields = msgspec.structs.asdict(event)
        told = (f"{key}={_plain(key, value)}" for key, value in fields.items() if _tells(key))
        yield " ".join([name_of(event), *told])


def _tells(key: str) -> bool:
    return key == "why" or key.endswith(("_day", "_at"))


def _plain(key: str, value: object) -> str:
    if not isinstance(value, int):
        return str(value or "never")
    return format_day(value) if key.endswith("_day") else format_moment(value)
