"""Where a dead person's money goes: the heir's account, cash, the fund, or back (P08, W36)."""

from collections.abc import Iterator

from ledger.core.book import Person
from ledger.core.events import EstatePaid, Event, QuotaReleased
from ledger.core.facts.shape import Share
from ledger.core.rules.funds import home_of
from ledger.core.rules.rule import Case
from ledger.words.accounts import CASH, FUND, WALLET, frozen, is_outside, split
from ledger.words.vocabulary import ACCOUNT_SCHEMES, DEAD, ENDED


def account_heir(case: Case, dead: Person, heir: str) -> str:
    """Whose account gets personal-account money; cash for an heir without one (P08)."""
    person = case.book.people.get(heir)
    if person is None or case.terms_of(dead.insured).estate == "fund":
        return FUND
    has_account = person.scheme in ACCOUNT_SCHEMES and person.standing not in {ENDED, DEAD}
    return home_of(case.book.balances, person.id) if has_account else CASH


def wallet_heir(case: Case, dead: Person, heir: str) -> str:
    """Who gets wallet money; no source says, so it is a named reading (W36, T34)."""
    person = case.book.people.get(heir)
    match case.terms_of(dead.insured).wallet_estate:
        case "return":
            return _first_giver(case, dead)
        case "heir" if person is not None:
            alive = person.standing != DEAD
            return f"{person.id}/{WALLET}" if person.place and alive else CASH
        case _:
            return FUND


def _first_giver(case: Case, dead: Person) -> str:
    """The account of the giver bound longest, from whom the money most likely came."""
    book = case.book
    bound = [(book.relations[g, dead.id].bound_at, g) for g in dead.givers]
    return home_of(book.balances, min(bound)[1]) if bound else FUND


def returned(case: Case, back: tuple[Share, ...]) -> Iterator[Event]:
    """What becomes of shares that have come back, where nobody can use them any more.

    Quota of a relation that has ended is the giver's to use again (W29); what comes back to
    somebody who has died goes where the rest of the estate went.
    """
    for account, fen in back:
        yield from _passed_on(case, account, fen)


def _passed_on(case: Case, account: str, fen: int) -> Iterator[Event]:
    if is_outside(account):
        return
    person, kind = split(account)
    giver = case.book.people[person]
    member = kind.partition("/")[2]
    if member and (person, member) not in case.book.relations:
        account = home_of(case.book.balances, person)
        yield QuotaReleased(case.at, person, member, account, fen, "refund")
    if giver.standing == DEAD and not account.startswith(frozen(person, "")):
        heir = wallet_heir if kind == WALLET else account_heir
        target = heir(case, giver, giver.heir)
        yield EstatePaid(case.at, person, ((account, fen),), target)
