"""How much of the rules and of the policy book scenarios exercise, and what they never do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.core.decide import FAMILIES
from ledger.core.refusals import Code
from ledger.policy.book import PolicyBook
from ledger.proof.watch import BIND, PASS, REFUSE, Answered, Seen, Stated, watched
from ledger.scenario.story import Scenario
from ledger.words.moments import format_day

LIMITS = frozenset(
    {
        ("transfer", "TRANSFER_CAP_EACH"),
        ("transfer", "TRANSFER_DAY_AMOUNT"),
        ("transfer", "BALANCE_SHORT"),
        ("withdraw", "BALANCE_SHORT"),
        ("spend", "BALANCE_SHORT"),
        ("premium", "BALANCE_SHORT"),
        ("grant", "BALANCE_SHORT"),
        ("revoke", "QUOTA_SHORT"),
        ("set_aside", "FLOOR_SHORT"),
        ("refund", "REFUND_TOO_MUCH"),
    }
)
"""Families and rules that leave room for some amount; all others say plain yes or no."""

OUT_OF_REACH: Mapping[Answered, str] = {
    Answered("withdraw", "BALANCE_SHORT", BIND): "no policy lets cash out, and nothing models it",
}
"""Outcomes that no story can reach, and why."""


class Row(NamedTuple):
    """How much of one thing was exercised.

    Attributes:
        kind: `family`, `parameter`, or the name of a sum.
        never: what of it was never reached, by name.
    """

    kind: str
    name: str
    reached: int
    of: int
    never: tuple[str, ...]

    @property
    def percent(self) -> float:
        """Of a hundred, rounded down to one decimal, so that 100.0 means all."""
        return self.reached * 1000 // self.of / 10 if self.of else 100.0


class Coverage(NamedTuple):
    """What scenarios exercised, of all there is in the rules and in their policy books."""

    families: tuple[Row, ...]
    parameters: tuple[Row, ...]
    sums: tuple[Row, ...]


def coverage(scenarios: Sequence[Scenario]) -> Coverage:
    """Watch scenarios, and measure them by the rules and the policy books they run under."""
    seen = Seen()
    for scenario in scenarios:
        seen.add(watched(scenario))
    return measured(seen, {id(s.policy): s.policy for s in scenarios}.values())


def measured(seen: Seen, books: Iterable[PolicyBook]) -> Coverage:
    """What was seen, of all there is."""
    goals, stated = sorted(outcomes()), _stated(books)
    names = dict.fromkeys(goal.family for goal in goals)
    families = tuple(_family(name, goals, seen) for name in names)
    parameters = tuple(_parameter(name, values, seen) for name, values in stated.items())
    codes = [code.value for code in Code if code is not Code.RULE_ERROR]
    sums = (
        _sum("refusal_codes", codes, seen.codes),
        Row("sum", "rule_outcomes", sum(f.reached for f in families), len(goals), ()),
        _sum("parameters_read", list(stated), seen.parameters),
        _sum("dated_values", [v for values in stated.values() for v in values], seen.values),
    )
    return Coverage(families, parameters, sums)


def outcomes() -> Iterator[Answered]:
    """Every outcome of every rule that some story can reach."""
    for family in FAMILIES.values():
        for rule in family.rules:
            bounded = (family.name, rule.code.value) in LIMITS
            for outcome in (PASS, REFUSE, *((BIND,) if bounded else ())):
                found = Answered(family.name, rule.code.value, outcome)
                if found not in OUT_OF_REACH:
                    yield found


def _stated(books: Iterable[PolicyBook]) -> dict[str, list[Stated]]:
    """Every reading of every dated value of some books, by parameter."""
    found: dict[str, dict[Stated, None]] = {}
    for book in books:
        for name in book.definitions:
            found.setdefault(name, {})
        for (name, _), records in book.history.items():
            values = (
                Stated.of(record, reading) for record in records for reading in record.readings
            )
            found[name].update(dict.fromkeys(values))
    return {name: sorted(values) for name, values in sorted(found.items())}


def _family(name: str, goals: list[Answered], seen: Seen) -> Row:
    wanted = [goal for goal in goals if goal.family == name]
    never = tuple(f"{goal.code} {goal.outcome}" for goal in wanted if goal not in seen.outcomes)
    return Row("family", name, len(wanted) - len(never), len(wanted), never)


def _parameter(name: str, values: list[Stated], seen: Seen) -> Row:
    """The values of a parameter; one that has none counts as one, which is its absence."""
    if not values:
        read = name in seen.parameters
        return Row("parameter", name, int(read), 1, () if read else ("no value",))
    never = tuple(value_text(value) for value in values if value not in seen.values)
    return Row("parameter", name, len(values) - len(never), len(values), never)


def value_text(value: Stated) -> str:
    """A dated value as a report names it: `CN-SN 2025-11-04 plain`."""
    return f"{value.region} {format_day(value.from_day)} {value.reading}".rstrip()


def _sum(name: str, goals: Sequence[object], reached: Collection[object]) -> Row:
    never = tuple(str(goal) for goal in goals if goal not in reached)
    never = never if goals and isinstance(goals[0], str) else ()
    return Row("sum", name, sum(goal in reached for goal in goals), len(goals), never)
