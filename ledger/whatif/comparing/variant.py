"""Run a scenario's what-ifs: the story under other rules or steps, and exactly what changes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ledger.scenario.fields import Setting
from ledger.scenario.model import ExpectFields
from ledger.scenario.outcome import other_shares
from ledger.scenario.run import Answer, Failure, Run, start, verify_always, verify_end, walk
from ledger.scenario.story import Scenario, Variant
from ledger.text.said import Said
from ledger.words.accounts import is_outside
from ledger.words.money import money_text


@dataclass(frozen=True, slots=True)
class Flip:
    """A step that answers otherwise than in the story as written."""

    step: str
    was: Answer
    now: Answer

    @property
    def change(self) -> Said:
        """Both answers; with the amounts that moved, or the shares, where they alone differ."""
        sides = self.was, self.now
        told = [answer_text(answer) for answer in sides]
        if told[0] == told[1]:
            told = [f"{told[0]} {money_text(a.moved_fen)}" for a in sides]
        if told[0] == told[1]:
            told = [
                Said("replay.with", answer=answer_text(a), more=shares_text(a.paid)) for a in sides
            ]
        return Said("replay.change", was=told[0], now=told[1])

    @property
    def told(self) -> Said:
        """The flip as one line."""
        return Said("replay.flip", step=self.step, change=self.change)

    def __str__(self) -> str:
        """The flip as one line."""
        return self.told


@dataclass(frozen=True, slots=True)
class SweepRow:
    """What one value of a sweep gives: how many steps were refused, and what flips."""

    setting: Setting
    value: str
    refused: int
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class VariantRun:
    """A variant that was run: what changes, what failed, and what a sweep gave."""

    variant: Variant
    run: Run
    flips: tuple[Flip, ...]
    failures: tuple[Failure, ...]
    sweep: tuple[SweepRow, ...]


def answer_text(answer: Answer) -> str:
    """An answer in words: `pending`, `refused HOURS_CLOSED`."""
    return answer.verdict if answer.code is None else f"{answer.verdict} {answer.code}"


def shares_text(paid: Mapping[str, int]) -> str:
    """Who paid what: `wang/wallet 300元, outside/cash 200元`."""
    shares = (f"{account} {money_text(fen)}" for account, fen in paid.items())
    return ", ".join(shares) or Said("replay.nothing")


def run_variants(base: Run) -> Iterator[VariantRun]:
    """Run every what-if of a scenario that has run."""
    for variant in base.scenario.variants:
        yield run_variant(base, variant)


def run_variant(base: Run, variant: Variant) -> VariantRun:
    """Run one what-if and compare it with the story as written."""
    scenario = replace(base.scenario, policy=variant.policy, items=variant.items)
    made = start(scenario)
    walk(made, variant.items, verify=False)
    flips = tuple(flips_between(base, made))
    failures = list(_unexpected(scenario, variant, flips))
    _ends(base, made, variant)
    verify_always(made, variant.always, variant.where)
    return VariantRun(
        variant,
        made,
        flips,
        (*failures, *made.failures),
        tuple(_sweep(base, variant)),
    )


def flips_between(base: Run, made: Run) -> Iterator[Flip]:
    """Steps of both stories whose verdict, code or posted amount differ, in the story's order."""
    for step, now in made.answers.items():
        was = base.answers.get(step)
        if was is not None and was != now:
            yield Flip(step, was, now)


def _unexpected(scenario: Scenario, variant: Variant, flips: tuple[Flip, ...]) -> Iterator[Failure]:
    """Flips that nobody listed, and listed ones that did not come or came otherwise."""
    if variant.differs is None:
        return
    by_step = {flip.step: flip for flip in flips}
    where = (*variant.where, "differs")
    same = Said("replay.no_difference")
    for flip in flips:
        if flip.step not in variant.differs:
            place = scenario.place(where)
            yield Failure(place, f"{variant.name}: {flip.step}", same, flip.change)
    for step, difference in variant.differs.items():
        found = by_step.get(step)
        was, now = _expected(difference.was), _expected(difference.now)
        wanted = Said("replay.change", was=was, now=now)
        if found is None:
            place = scenario.place((*where, step))
            yield Failure(place, f"{variant.name}: {step}", wanted, same)
            continue
        for side, answer in (("was", found.was), ("now", found.now)):
            expect = getattr(difference, side)
            if not _meets(answer, expect):
                place = scenario.place((*where, step, side))
                subject = f"{variant.name}: {step} {side}"
                yield Failure(place, subject, _expected(expect), answer_text(answer))


def _meets(answer: Answer, expect: ExpectFields) -> bool:
    if expect.refused is not None:
        return (answer.verdict, answer.code) == ("refused", expect.refused)
    if expect.paid is not None:
        return bool(answer.paid) and not any(other_shares(answer.paid, expect.paid))
    return answer.verdict == expect.verdict


def _expected(expect: ExpectFields) -> str:
    if expect.refused is not None:
        return f"refused {expect.refused}"
    if expect.paid is None:
        return str(expect.verdict)
    return Said("replay.paid", shares=shares_text(expect.paid))


def _ends(base: Run, made: Run, variant: Variant) -> None:
    """The end of a what-if: its own balances, or the same as the story's."""
    if variant.ends is None:
        return
    where = (*variant.where, "ends")
    if variant.ends.verdict != "same":
        verify_end(made, variant.ends, where)
        return
    accounts = sorted(base.book.balances.keys() | made.book.balances.keys())
    for account in accounts:
        was, now = (run.book.balances.get(account, 0) for run in (base, made))
        if was != now:
            place = made.scenario.place(where)
            subject = f"{variant.name}: {account}"
            made.failures.append(Failure(place, subject, money_text(was), money_text(now)))


def _sweep(base: Run, variant: Variant) -> Iterator[SweepRow]:
    for setting, rows in variant.sweep:
        for value, policy in rows:
            made = start(replace(base.scenario, policy=policy, items=variant.items))
            walk(made, variant.items, verify=False)
            refused = sum(answer.verdict == "refused" for answer in made.answers.values())
            yield SweepRow(setting, value, refused, tuple(flips_between(base, made)))


def own_balances(run: Run) -> dict[str, int]:
    """Every account that belongs to somebody and holds money, in fen."""
    balances = sorted(run.book.balances.items())
    return {account: fen for account, fen in balances if fen and not is_outside(account)}
