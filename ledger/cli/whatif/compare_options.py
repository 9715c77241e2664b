"""What `walletsim compare` was asked to change, and every mistake in it, told at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from ledger.policy.book import PolicyBook
from ledger.policy.dated import Dated, Definition
from ledger.scenario.fields import Setting, parse_setting
from ledger.scenario.variants import EVER, changed, hidden_by, reading_names
from ledger.text.problems import did_you_mean, quoted, unknown
from ledger.text.said import Said
from ledger.words.moments import parse_day

Days: TypeAlias = tuple[int, int | None]

EXAMPLES = {
    "--change": "transfer.cap.each@CN=5000元",
    "--reading": "transfer.amount.per_day@CN-SN=plain",
    "--sweep": "transfer.cap.each@CN=1000元,5000元",
}


class Choice(NamedTuple):
    """A parameter of a region and what was written behind it."""

    setting: Setting
    written: str


class Swept(NamedTuple):
    """One value of a sweep, and the policy with it."""

    setting: Setting
    value: str
    policy: PolicyBook


@dataclass(frozen=True)
class Wanted:
    """The other policy, as far as it can be read without a policy book.

    Attributes:
        days: first and last day of the changes; no first day: since ever.
        mistakes: one sentence each, of what cannot be read.
    """

    changes: tuple[Choice, ...]
    readings: tuple[Choice, ...]
    sweeps: tuple[Choice, ...]
    days: Days
    mistakes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Combined:
    """The other policy: another book if one is named, with readings, then changes laid over it.

    Attributes:
        hidden: scheduled values that the changes hide.
        swept: the values of the sweeps, each over this policy.
    """

    policy: PolicyBook
    readings: tuple[Choice, ...]
    changes: tuple[Dated, ...]
    hidden: tuple[Dated, ...]
    swept: tuple[Swept, ...]


def wanted(
    change: list[str], reading: list[str], sweep: list[str], from_: str | None, until: str | None
) -> Wanted:
    """Read the options; what is wrong with them stands in `mistakes`."""
    mistakes: list[str] = []
    changes = tuple(_choices("--change", change, mistakes))
    readings = tuple(_choices("--reading", reading, mistakes))
    sweeps = tuple(_choices("--sweep", sweep, mistakes))
    first, last = _day("--from", from_, mistakes), _day("--until", until, mistakes)
    if change and from_ is None:
        mistakes.append(Said("comparing.needs_from"))
    if (from_ or until) and not (change or sweep):
        mistakes.append(Said("comparing.days_of_what"))
    if first is not None and last is not None and last < first:
        mistakes.append(Said("comparing.backwards", until=until, start=from_))
    days = (EVER if first is None else first, last)
    return Wanted(changes, readings, sweeps, days, mistakes)


def _choices(option: str, texts: list[str], mistakes: list[str]) -> Iterator[Choice]:
    for text in texts:
        name, equals, written = text.partition("=")
        if not equals or not written:
            example = EXAMPLES[option]
            said = Said("comparing.no_value", option=option, text=quoted(text), example=example)
            mistakes.append(said)
            continue
        try:
            yield Choice(parse_setting(name.strip()), written.strip())
        except ValueError as error:
            mistakes.append(_told(option, text, error))


def _day(option: str, text: str | None, mistakes: list[str]) -> int | None:
    try:
        return None if text is None else parse_day(text)
    except ValueError as error:
        mistakes.append(Said("asking.option", option=option, why=str(error)))
        return None


def _told(option: str, text: str, error: ValueError) -> str:
    hint = getattr(error, "hint", "")
    why = Said("comparing.hinted", said=str(error), hint=hint) if hint else str(error)
    return Said("comparing.option", option=option, text=quoted(text), why=why)


def combined(wanted: Wanted, book: PolicyBook) -> Combined:
    """Lay all that is wanted over a policy book; what does not fit it adds to the mistakes."""
    readings: dict[tuple[str, str], str] = dict(_readings(wanted, book))
    policy = book.with_readings(readings) if readings else book
    made = (_changed("--change", wanted, book, choice) for choice in wanted.changes)
    changes = tuple(change for change in made if change is not None)
    hidden = tuple(old for change in changes for old in hidden_by(book, change))
    policy = policy.with_changes(changes) if changes else policy
    return Combined(policy, wanted.readings, changes, hidden, tuple(_swept(wanted, book, policy)))


def _readings(wanted: Wanted, book: PolicyBook) -> Iterator[Choice]:
    for choice in wanted.readings:
        setting, name = choice
        if not _known(setting.parameter, "--reading", wanted, book):
            continue
        known = reading_names(book, setting)
        if name in known:
            yield choice
        elif known:
            names = tuple(dict.fromkeys(known))
            hint = did_you_mean(name, known) or Said("comparing.one_of", names=names)
            said = unknown("reading", name)
            why = Said("comparing.hinted", said=said, hint=hint)
            wanted.mistakes.append(Said("asking.option", option=f"--reading {setting}", why=why))
        else:
            wanted.mistakes.append(_nothing_to_choose(setting, book))


def _nothing_to_choose(setting: Setting, book: PolicyBook) -> str:
    parameter = setting.parameter
    regions = (region for name, region in book.history if name == parameter)
    having = [r for r in regions if reading_names(book, Setting(parameter, r))]
    name = "comparing.readings_elsewhere" if having else "comparing.no_readings"
    return Said(name, setting=str(setting), parameter=parameter, regions=tuple(having))


def _known(parameter: str, option: str, wanted: Wanted, book: PolicyBook) -> bool:
    if parameter in book.definitions:
        return True
    hint = did_you_mean(parameter, book.definitions) or Said("comparing.policy_show")
    why = Said("comparing.hinted", said=unknown("parameter", parameter), hint=hint)
    wanted.mistakes.append(Said("asking.option", option=option, why=why))
    return False


def _changed(option: str, wanted: Wanted, book: PolicyBook, choice: Choice) -> Dated | None:
    setting, text = choice
    if not _known(setting.parameter, option, wanted, book):
        return None
    written = _written(book.definitions[setting.parameter], text)
    try:
        return changed(book, setting, written, wanted.days)
    except ValueError as error:
        wanted.mistakes.append(_told(option, f"{setting}={text}", error))
        return None


def _written(definition: Definition, text: str) -> Any:
    """A value as a file writes it: `+` joins the words of a set, and spans of hours."""
    if definition.kind_name == "set":
        return text.split("+")
    return text.replace("+", ",") if definition.kind_name == "hours" else text


def _swept(wanted: Wanted, book: PolicyBook, policy: PolicyBook) -> Iterator[Swept]:
    for setting, written in wanted.sweeps:
        for value in written.split(","):
            made = _changed("--sweep", wanted, book, Choice(setting, value.strip()))
            if made is not None:
                yield Swept(setting, value.strip(), policy.with_changes((made,)))
            elif setting.parameter not in book.definitions:
                break  # one mistake for all its values
