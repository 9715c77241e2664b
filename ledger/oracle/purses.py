"""What an account can give: the holder's own money, what may be shared, what is frozen for whom.

A personal account may have two parts, current-year (当年) and carried-over (历年) money (P05);
money on an account without parts counts as carried over.
"""

from collections.abc import Iterable

from ledger.oracle.law import Law
from ledger.oracle.story import Happening, Moves, Story, happening, move
from ledger.words.accounts import PERSONAL, carried, current, family, frozen
from ledger.words.money import NO_LIMIT

Share = tuple[str, int]


def own_parts(person: str, law: Law) -> tuple[str, ...]:
    """The parts in the order in which the holder's own bills use them."""
    parts = (current(person), f"{person}/{PERSONAL}", carried(person))
    return parts if law.word("account.own_order") == "current_first" else parts[::-1]


def carried_parts(person: str) -> tuple[str, ...]:
    """Where carried-over money stands."""
    return (f"{person}/{PERSONAL}", carried(person))


def credited_part(person: str, law: Law) -> str:
    """P05: a month's credit is current-year money, where the account has parts."""
    return f"{person}/{PERSONAL}" if law.word("account.parts") == "one" else current(person)


def settled_part(person: str, law: Law) -> str:
    """Money that was there before, or comes with a move, is carried over (FORMATS, accounts)."""
    return f"{person}/{PERSONAL}" if law.word("account.parts") == "one" else carried(person)


def leaving_parts(giver: str, law: Law) -> tuple[str, ...]:
    """What a quota may freeze; across provinces only the carried-over restriction counts (F23)."""
    only_carried = law.word("account.share.from") == "carried_only"
    return carried_parts(giver) if only_carried else (*carried_parts(giver), current(giver))


def shared_parts(giver: str, law: Law) -> tuple[str, ...]:
    """F23: what the family inside the province draws on; in Fujian, the family account alone."""
    if law.word("account.share.from") == "family_account":
        return (family(giver),)
    return leaving_parts(giver, law)


def shareable_fen(balances: dict[str, int], giver: str, law: Law) -> int:
    """F23: how much of an account may be shared: what is above the place's threshold."""
    fen = sum(balances.get(account, 0) for account in shared_parts(giver, law))
    if law.word("account.share.from") == "family_account":
        return fen
    return above_floor(law, fen)


def above_floor(law: Law, fen: int) -> int:
    """F23: the shares of the brackets an amount reaches into, each rounded down to the fen."""
    rows = law.word("account.floor")
    if not rows:
        return fen
    passed = 0
    for number, (at_fen, share_bp) in enumerate(rows):
        end_fen = rows[number + 1][0] if number + 1 < len(rows) else fen
        inside_fen = min(fen, end_fen) - at_fen
        if inside_fen > 0:
            passed += inside_fen * share_bp // 10_000
    return passed


def taken(balances: dict[str, int], accounts: Iterable[str], fen: int) -> list[Share]:
    """An amount taken from accounts one after the other, as far as they go."""
    shares = []
    for account in accounts:
        part = min(balances.get(account, 0), fen)
        if part > 0:
            shares.append((account, part))
            fen -= part
    return shares


def quotas_for(story: Story, member: str, day: int) -> tuple[str, ...]:
    """W26, W27: where money is frozen for a member by a relation in force, as they were filed."""
    givers = [giver for giver, other in story.relations() if other == member]
    return tuple(frozen(giver, member) for giver in givers if story.stands(giver, member, day))


def quota_back(story: Story, at: int, giver: str, member: str, *, why: str = "") -> list[Happening]:
    """W29: what is left of a quota is the giver's to use again."""
    account = frozen(giver, member)
    fen = story.balance(account)
    if not fen:
        return []
    moves: Moves = move(account, story.home_of(giver), fen)
    return [happening(at, "quota_released", moves, giver=giver, member=member, why=why)]


def ended(story: Story, at: int, giver: str, member: str, why: str) -> list[Happening]:
    """A relation's end: its quota goes back, transfers that wait live on (W25, W29)."""
    end = happening(
        at, "ended", giver=giver, member=member, why=why, near=story.near(giver, member)
    )
    return [*quota_back(story, at, giver, member, why=why), end]


def capped(fen: int | None) -> int:
    """A cap that may not have been set."""
    return NO_LIMIT if fen is None else fen
