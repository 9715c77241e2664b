"""What happens to people: insurance suspended, ended or moved, death (F30, F31, P08, P10-P12, W25).

A change of standing carries its consequences with it, as events of the same moment: relations rest
or end, unused quota goes back, an account starts to move, an estate is paid.
"""

from collections.abc import Iterator

from ledger.core.book import DEAD, INSURED, SUSPENDED, BookView
from ledger.core.commands import ChangeStanding
from ledger.core.events import (
    AccountMoveStarted,
    EstatePaid,
    Event,
    RelationPaused,
    RelationResumed,
    StandingChanged,
)
from ledger.core.facts.shape import Share
from ledger.core.refusals import Code
from ledger.core.rules.funds import draw, home_of, own_fen, own_parts
from ledger.core.rules.kinship import ended
from ledger.core.rules.rule import Case, Facts, Family, Rule, allow
from ledger.words.accounts import CASH, FUND, PERSONAL, WALLET, family, frozen
from ledger.words.moments import DAY, working_day_after
from ledger.words.money import MOST_FEN
from ledger.words.vocabulary import ACCOUNT_SCHEMES

MOVED, OVER = "moved", "ended"


def person_sides(_book: BookView, command: ChangeStanding) -> tuple[str, str]:
    """The person, twice."""
    return command.person, command.person


def alive_room(case: Case) -> int:
    return allow(case.sender.standing != DEAD)


def standing_facts(case: Case) -> Facts:
    return {"standing": case.sender.standing}


def change(case: Case) -> tuple[Event, ...]:
    """The standing changes, and what follows from it happens."""
    c = case.command
    followed = tuple(_FOLLOWS[c.standing](case))
    changed = StandingChanged(case.at, c.person, c.standing, c.to, c.until_day)
    return (*followed, changed) if c.standing in {DEAD, OVER, MOVED} else (changed, *followed)


def relations_of(case: Case) -> list[tuple[str, str]]:
    """Every relation of the person, as giver and member."""
    person = case.sender.id
    return [pair for pair in case.book.relations if person in pair]


def _word(words: tuple[str, ...]) -> str:
    """The strictest of what the sides' policies say."""
    return next((w for w in ("release", "pause") if w in words), "ignore")


def _suspended(case: Case) -> Iterator[Event]:
    for giver, member in relations_of(case):
        terms = case.terms_of(case.book.people[giver].insured)
        match _word(terms.on_suspended):
            case "release":
                yield from ended(case, giver, member, SUSPENDED)
            case "pause":
                yield RelationPaused(case.at, giver, member)


def _resumed(case: Case) -> Iterator[Event]:
    for giver, member in relations_of(case):
        if case.book.relations[giver, member].paused:
            yield RelationResumed(case.at, giver, member)


def _over(case: Case) -> Iterator[Event]:
    for giver, member in relations_of(case):
        terms = case.terms_of(case.book.people[giver].insured)
        if _word(terms.on_ended) == "release":
            yield from ended(case, giver, member, OVER)


def _moved(case: Case) -> Iterator[Event]:
    for giver, member in relations_of(case):
        terms = case.terms_of(case.book.people[giver].insured)
        if _word(terms.on_moved) == "release":
            yield from ended(case, giver, member, MOVED)
    terms, person = case.terms, case.sender
    if terms.account_moves == MOVED and own_fen(case.book.balances, person.id):
        out_day = working_day_after(case.day, terms.move_out_days)
        in_day = working_day_after(out_day, terms.move_in_days)
        target = home_of(case.book.balances, person.id)
        yield AccountMoveStarted(case.at, person.id, out_day * DAY, in_day * DAY, target)


def _died(case: Case) -> Iterator[Event]:
    """Relations end, quotas go back, then the account and the wallet go where the law says."""
    released: dict[str, int] = {}
    for giver, member in relations_of(case):
        if giver == case.sender.id:
            account = frozen(giver, member)
            released[account] = case.book.balances.get(account, 0)
        yield from ended(case, giver, member, DEAD)
    shares = _estate(case, sum(released.values()))
    if shares:
        yield EstatePaid(case.at, case.sender.id, shares, _heir(case, PERSONAL))
    wallet = (f"{case.sender.id}/{WALLET}",)
    left = tuple(draw(case.book.balances, wallet, MOST_FEN))
    if left:
        yield EstatePaid(case.at, case.sender.id, left, _wallet_heir(case))


def _estate(case: Case, released_fen: int) -> tuple[Share, ...]:
    """What is on the personal account once the quotas have come back to it."""
    person, balances = case.sender.id, dict(case.book.balances)
    home = home_of(balances, person)
    balances[home] = balances.get(home, 0) + released_fen
    parts = (*own_parts(person, case.terms), family(person))
    return tuple(draw(balances, parts, MOST_FEN))


def _heir(case: Case, kind: str) -> str:
    """The heir's account; cash for an heir who has none; the fund without an heir (P08)."""
    heir = case.book.people.get(case.command.to or "")
    if heir is None or case.terms.estate == "fund":
        return FUND
    if kind == WALLET:
        return f"{heir.id}/{WALLET}" if heir.place else CASH
    has_account = heir.scheme in ACCOUNT_SCHEMES and heir.standing == INSURED
    return home_of(case.book.balances, heir.id) if has_account else CASH


def _wallet_heir(case: Case) -> str:
    """To whom wallet money goes; no source says, so it is a named reading (W36, T34)."""
    match case.terms.wallet_estate:
        case "return":
            return _first_giver(case)
        case "fund":
            return FUND
        case _:
            return _heir(case, WALLET)


def _first_giver(case: Case) -> str:
    """The account of the giver bound longest, from whom the money most likely came."""
    pairs = [(r.bound_at, g) for (g, m), r in case.book.relations.items() if m == case.sender.id]
    return home_of(case.book.balances, min(pairs)[1]) if pairs else FUND


_FOLLOWS = {
    SUSPENDED: _suspended,
    INSURED: _resumed,
    OVER: _over,
    MOVED: _moved,
    DEAD: _died,
}


def lapsed_room(case: Case) -> int:
    """Credits stop while insurance is suspended or ended (P12)."""
    return allow(case.sender.standing == INSURED)


LAPSED = Rule(Code.STANDING_LAPSED, (), lapsed_room, standing_facts)
ALIVE = Rule(Code.PERSON_DEAD, (), alive_room, standing_facts)

FAMILIES: dict[type, Family] = {
    ChangeStanding: Family("standing", person_sides, (ALIVE,), change),
}
