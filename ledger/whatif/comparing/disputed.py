"""Which outcomes of a history hang on a disputed value: it is judged again under each reading.

Only readings that can matter are tried: of values that are in force on a day of the history, in a
region where somebody in it is insured, or in a wider one.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ledger.core.events import PersonEnrolled, StandingChanged
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.whatif.comparing.backtest import Backtest, backtest
from ledger.whatif.comparing.history import History
from ledger.whatif.comparing.told import texts
from ledger.words.moments import DAY
from ledger.words.regions import NATION, chain


class Doubt(NamedTuple):
    """A reading that is not in force, of a value that a history may ask for."""

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


class Hanging(NamedTuple):
    """What hangs on one doubt: the history judged under the other reading."""

    doubt: Doubt
    found: Backtest

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The steps it turns, in order; time does only what earlier events ask for."""
        return tuple(Turn(turn.step, *texts(turn.was, turn.now)) for turn in self.found.turns)


def hanging(history: History, policy: PolicyBook | None = None) -> Iterator[Hanging]:
    """Every doubt on which some outcome of a history hangs, and the outcomes.

    Args:
        history: what happened.
        policy: another policy, whose other readings are tried; None: that of the history.

    Raises:
        DamagedError: when the history's journal cannot be read.
    """
    tried = history.policy if policy is None else policy
    alike = () if policy is None else backtest(history, policy).turns
    for doubt in doubts(history, tried):
        found = backtest(history, tried.with_readings({doubt.setting: doubt.reading}))
        if found.turns != alike:
            yield Hanging(doubt, found)


def doubts(history: History, policy: PolicyBook) -> Iterator[Doubt]:
    """Every other reading of a value in force in the places and on the days of a history."""
    first, last, places = _span(history)
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


def _span(history: History) -> tuple[int, int, set[str]]:
    """First and last day, and every region where somebody is ever insured, with the wider ones."""
    regions, days = {NATION}, []
    for stored in history.journal.read():
        days.append(stored.event.at // DAY)
        match stored.event:
            case PersonEnrolled(insured=region):
                regions.add(region)
            case StandingChanged(standing="moved", to=str(region)):
                regions.add(region)
            case _:
                pass
    return days[0], days[-1], {place for region in regions for place in chain(region)}
