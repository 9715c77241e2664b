"""A scenario file of very many steps: a thousand pairs who send and accept, all as expected."""

from collections.abc import Iterator

from ledger.words.moments import DAY, HOUR, SECOND, format_moment, parse_day

PAIRS, A_DAY = 1_000, 3
START = parse_day("2025-10-20") * DAY
FIRST, BETWEEN = 8 * HOUR, 8 * SECOND
"""The first transfer of a day, and the time from each step to the next."""


def lines(steps: int) -> Iterator[str]:
    """The lines of the file: so many steps, each with what it must answer."""
    yield "scenario: a-very-long-story"
    yield "format: 1"
    yield "policy: [cn, cn-he, cn-sc]"
    yield "clock: {start: 2025-10-20 06:00}"
    yield "people:"
    for pair in range(PAIRS):
        yield f"  g{pair}: {{name: 给{pair}, insured: CN-HE, scheme: employee}}"
        yield f"  m{pair}: {{name: 收{pair}, insured: CN-SC, scheme: resident}}"
    yield "opening:"
    for pair in range(PAIRS):
        yield f"  g{pair}/personal: 30000元"
        yield f"  g{pair}/wallet: 0元"
        yield f"  m{pair}/wallet: 0元"
    yield "steps:"
    yield from (f"  - {step}" for step in _steps(steps))
    yield "always: [money-conserved, no-negative-balance, caps-hold]"


def _steps(steps: int) -> Iterator[str]:
    for pair in range(PAIRS):
        bond = f"bind: {{giver: g{pair}, member: m{pair}, kin: mother}}"
        yield f"{{id: b{pair}, at: 2025-10-20 06:30, {bond}}}"
    for number in range((steps - PAIRS) // 2):
        day, place = divmod(number, PAIRS * A_DAY)
        pair, at = place % PAIRS, START + day * DAY + FIRST + place * 2 * BETWEEN
        money = f"{{from: g{pair}, to: m{pair}, amount: {1 + number % 99}.{number % 100:02d}元}}"
        yield f"{{id: t{number}, at: {format_moment(at)}, transfer: {money}, expect: pending}}"
        yield f"{{id: a{number}, at: {format_moment(at + BETWEEN)}, accept: t{number}, expect: ok}}"
