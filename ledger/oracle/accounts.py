"""Money into personal accounts: credits, interest, the family account (F23, P01-P12)."""

from ledger.oracle.ask import ALIVE, Ask, Family, Rule, same_twice
from ledger.oracle.enrolling import age_on
from ledger.oracle.purses import above_floor, carried_parts, credited_part, taken
from ledger.oracle.story import Happening, gather, happening, move
from ledger.words.accounts import CONTRIBUTION, FUND, PERSONAL, carried, current, family, split
from ledger.words.moments import DAY, month_of
from ledger.words.vocabulary import ACCOUNT_SCHEMES


def has_account(ask: Ask) -> bool:
    """P01, P02, P04: only an employee, a retiree or a flexible worker has a personal account."""
    return ask.story.scheme(ask.sender) in ACCOUNT_SCHEMES


def credits_account(ask: Ask) -> bool:
    """Money from outside comes into a personal account, and into no wallet."""
    return has_account(ask) and split(ask.wish["to"])[1] == PERSONAL


def fills_from_account(ask: Ask) -> bool:
    """F23: the family account is filled from the personal account."""
    return has_account(ask) and split(ask.wish["from"])[1] == PERSONAL


def insurance_runs(ask: Ask) -> bool:
    """P12: credits stop while the insurance is suspended or over."""
    return ask.story.standing(ask.sender) == "insured"


def months_credit_fen(ask: Ask) -> int:
    """P01-P04: a rate of the base, or a fixed amount for who has retired; rounded down."""
    scheme = ask.story.scheme(ask.sender)
    if scheme == "retired":
        return retired_fen(ask)
    if scheme == "flexible":
        retired = ask.wish.get("retired", False)
        word = "account.flexible.retired.credit" if retired else "account.flexible.credit"
        return ask.law.least(word)
    return int(ask.wish.get("base_fen", 0)) * ask.law.least("account.credit.rate") // 10_000


def retired_fen(ask: Ask) -> int:
    """P03: by age where a place says so; who gave no day of birth counts as 60."""
    born = (ask.story.person(ask.sender) or {})["born"]
    age = 60 if born is None else age_on(born, ask.day)
    reached = [fen for least_age, fen in ask.law.word("account.retired.credit") if least_age <= age]
    return reached[-1] if reached else 0


def gets_credit(ask: Ask) -> bool:
    """P04: some get nothing while they work."""
    return months_credit_fen(ask) > 0


def years_interest_fen(ask: Ask) -> int:
    """P06: current-year and carried-over money each at its own rate, each rounded down."""
    story, person = ask.story, ask.sender
    this_year_fen = story.balance(current(person))
    before_fen = story.balance(f"{person}/{PERSONAL}", carried(person))
    this_year_bp = ask.law.least("account.interest.current")
    before_bp = ask.law.least("account.interest.carried")
    return this_year_fen * this_year_bp // 10_000 + before_fen * before_bp // 10_000


def bears_interest(ask: Ask) -> bool:
    """P06: no source states a rate; without one, or under a fen, nothing is booked."""
    return years_interest_fen(ask) > 0


def keeps_family_account(ask: Ask) -> bool:
    """F23: only some places (Fujian) keep a family account."""
    return bool(ask.law.word("account.share.from") == "family_account")


def moves_left(ask: Ask) -> bool:
    """F23, T21: one move a month."""
    month = month_of(ask.day)
    mine = (h for h in ask.story.all("set_aside") if h["person"] == ask.sender)
    moves = [h for h in mine if month_of(h["at"] // DAY) == month]
    return len(moves) < ask.law.least("account.set_aside.per_month")


def above_threshold(ask: Ask) -> int:
    """F23, T21: only what exceeds the place's threshold may be moved."""
    return above_floor(ask.law, ask.story.balance(*carried_parts(ask.sender)))


def credited(ask: Ask, fen: int) -> Happening:
    """Money is on the account: this year's, where the account has parts (P05)."""
    account = credited_part(ask.sender, ask.law)
    return happening(ask.at, "credited", move(CONTRIBUTION, account, fen), account=account)


def credit(ask: Ask) -> list[Happening]:
    """P09, T36: what is booked after death goes back to the fund."""
    come = credited(ask, ask.fen)
    if ask.story.standing(ask.sender) != "dead":
        return [come]
    gone = gather([(come["account"], ask.fen)], FUND)
    return [come, happening(ask.at, "estate", gone)]


def contribute(ask: Ask) -> list[Happening]:
    """P01-P04: the month's credit."""
    return [credited(ask, months_credit_fen(ask))]


def interest(ask: Ask) -> list[Happening]:
    """P06: the year's interest."""
    return [credited(ask, years_interest_fen(ask))]


def set_aside(ask: Ask) -> list[Happening]:
    """F23: into the family account, from carried-over money."""
    shares = taken(ask.story.balances(), carried_parts(ask.sender), ask.fen)
    moves = gather(shares, family(ask.sender))
    return [happening(ask.at, "set_aside", moves, person=ask.sender)]


FLOOR = ("account.floor", "account.share.from", "bind.giver.balance")

FAMILIES = {
    "credit": Family(same_twice("to"), (Rule("NO_ACCOUNT", credits_account),), credit),
    "contribute": Family(
        same_twice("for"),
        (
            Rule("NO_ACCOUNT", has_account),
            ALIVE,
            Rule("STANDING_LAPSED", insurance_runs),
            Rule("NO_CREDIT", gets_credit),
        ),
        contribute,
    ),
    "interest": Family(
        same_twice("for"),
        (
            Rule("NO_ACCOUNT", has_account),
            ALIVE,
            Rule(
                "NO_INTEREST",
                bears_interest,
                ("account.interest.carried", "account.interest.current"),
            ),
        ),
        interest,
    ),
    "set_aside": Family(
        same_twice("from"),
        (
            Rule("NO_ACCOUNT", fills_from_account),
            Rule("NO_FAMILY_ACCOUNT", keeps_family_account, ("account.share.from",)),
            ALIVE,
            Rule("SET_ASIDE_MONTH", moves_left, ("account.set_aside.per_month",)),
            Rule("FLOOR_SHORT", above_threshold, FLOOR),
        ),
        set_aside,
    ),
}
