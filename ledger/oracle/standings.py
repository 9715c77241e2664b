"""What becomes of people: suspended, ended, moved, dead, sanctioned (A02-A06, F30, P08-P12)."""

from typing import Any

from ledger.oracle.ask import ALIVE, Ask, Family, Rule, same_twice
from ledger.oracle.estates import account_heir, wallet_heir
from ledger.oracle.purses import ended, own_parts, settled_part, taken
from ledger.oracle.story import Happening, Pair, Story, gather, happening, move
from ledger.oracle.transfers import back
from ledger.words.accounts import CASH, FUND, family, in_flight
from ledger.words.moments import DAY, months_after, working_day_after
from ledger.words.money import NO_LIMIT
from ledger.words.regions import province

FRAUD = ("impersonation", "dead_persons_card")


def heir_known(ask: Ask) -> bool:
    """P08: an heir, where one is named, is enrolled."""
    heir = ask.wish.get("to")
    return ask.wish["is"] != "dead" or heir is None or ask.story.person(heir) is not None


def heir_is_another(ask: Ask) -> bool:
    """Nobody inherits from themselves."""
    return ask.wish["is"] != "dead" or ask.wish.get("to") != ask.sender


def changed(ask: Ask) -> Happening:
    """The standing itself."""
    w = ask.wish
    facts = {"person": ask.sender, "is": w["is"], "to": w.get("to"), "until": w.get("until")}
    return happening(ask.at, "standing", **facts)


def strictest(ask: Ask, pair: Pair, parameter: str) -> str:
    """D11: where the two sides' places differ: to release, else to pause, else nothing."""
    words = ask.law_for(*pair).each(parameter)
    return "release" if "release" in words else "pause" if "pause" in words else "ignore"


def suspended(ask: Ask) -> list[Happening]:
    """F30, D11, T27: relations end, rest, or go on."""
    follows = [changed(ask)]
    relations = ask.story.relations()
    for pair in ask.story.pairs_of(ask.sender):
        word = strictest(ask, pair, "bind.on_suspended")
        if word == "release":
            follows += ended(ask.story, ask.at, *pair, "suspended")
        elif word == "pause" and not relations[pair]["paused"]:
            follows.append(happening(ask.at, "paused", giver=pair[0], member=pair[1]))
    return follows


def resumable(story: Story, person: str) -> list[Pair]:
    """F30: resting relations go on with the insurance, unless the other's is suspended."""
    relations = story.relations()
    resting = [pair for pair in story.pairs_of(person) if relations[pair]["paused"]]
    others = {pair: pair[0] if pair[1] == person else pair[1] for pair in resting}
    return [pair for pair in resting if story.standing(others[pair]) != "suspended"]


def resumed(story: Story, at: int, person: str) -> list[Happening]:
    """F30: what rested goes on."""
    pairs = resumable(story, person)
    return [happening(at, "resumed", giver=giver, member=member) for giver, member in pairs]


def insured_again(ask: Ask) -> list[Happening]:
    """F30: the insurance goes on, and with it what rested."""
    return [changed(ask), *resumed(ask.story, ask.at, ask.sender)]


def over(ask: Ask, parameter: str) -> list[Happening]:
    """W25: relations end where the place says so; what is left of quotas goes back."""
    why = ask.wish["is"]
    gone = [p for p in ask.story.pairs_of(ask.sender) if strictest(ask, p, parameter) == "release"]
    ends = [h for pair in gone for h in ended(ask.story, ask.at, *pair, why)]
    return [*ends, changed(ask)]


def insurance_over(ask: Ask) -> list[Happening]:
    """F30, P12, W25: the insurance is over; the money stays the person's own."""
    return over(ask, "bind.on_ended")


def moved(ask: Ask) -> list[Happening]:
    """F31, P10, W25: to another place, the wallet's place of use and the account with it."""
    story, person, target = ask.story, ask.sender, ask.wish["to"]
    home = story.region(person)
    if target == home:
        return [changed(ask)]
    follows = over(ask, "bind.on_moved")
    if story.place_of_use(person) == home:
        follows.append(happening(ask.at, "place_changed", person=person, place=target))
    return [*follows, *account_leaves(ask, home, target)]


def account_leaves(ask: Ask, home: str, target: str) -> list[Happening]:
    """P10: out by so many working days, in by so many more; P11: inside some provinces it stays."""
    stays = province(home) == province(target) and ask.law.word("account.move") == "stays"
    if stays or ask.story.balance(*ask.story.whole_account(ask.sender)) <= 0:
        return []
    there = ask.law_of(target)
    out_day = working_day_after(ask.day, ask.law.most("account.move.out_days"))
    in_day = working_day_after(out_day, there.most("account.move.in_days"))
    facts: dict[str, Any] = {
        "person": ask.sender,
        "out_at": out_day * DAY,
        "in_at": in_day * DAY,
        "target": settled_part(ask.sender, there),
    }
    return [happening(ask.at, "move_started", **facts)]


def died(ask: Ask) -> list[Happening]:
    """P08, T34, T35: what waits goes back, relations end, then account and wallet are inherited."""
    story, person = ask.story, ask.sender
    waiting = [t for t in story.pending().values() if person in (t["payer"], t["payee"])]
    follows = [back(t, ask.at, "returned") for t in waiting]
    for pair in story.pairs_of(person):
        follows += ended(story, ask.at, *pair, "dead")
    heir = ask.wish.get("to") or ""
    account = (*own_parts(person, ask.law), family(person), in_flight(person))
    follows += _estate(ask, follows, account, account_heir(ask, person, heir))
    wallet = (story.wallet(person),)
    follows += _estate(ask, follows, wallet, wallet_heir(ask, person, heir))
    return [*follows, changed(ask)]


def _estate(
    ask: Ask, follows: list[Happening], accounts: tuple[str, ...], target: str
) -> list[Happening]:
    """P08: all that stands on some accounts, with what has just come back to them."""
    balances = ask.story.balances()
    for account, fen in (leg for h in follows for leg in h["moves"]):
        balances[account] = balances.get(account, 0) + fen
    shares = taken(balances, accounts, NO_LIMIT)
    return [happening(ask.at, "estate", gather(shares, target))] if shares else []


FOLLOWS = {
    "suspended": suspended,
    "insured": insured_again,
    "ended": insurance_over,
    "moved": moved,
    "dead": died,
}


def stands_otherwise(ask: Ask) -> list[Happening]:
    """The standing changes, and what follows from it happens at the same moment."""
    return FOLLOWS[ask.wish["is"]](ask)


def months(ask: Ask) -> int:
    """The months asked for, or the least the law knows."""
    asked = ask.wish.get("months")
    return ask.law.least("sanction.months.least") if asked is None else int(asked)


def months_lawful(ask: Ask) -> bool:
    """A02: settlement is suspended for 3 to 12 months."""
    least = ask.law.least("sanction.months.least")
    return least <= months(ask) <= ask.law.least("sanction.months.most")


def sanction(ask: Ask) -> list[Happening]:
    """A02, T38: the loss is paid back; the suspension begins on the day itself."""
    until, loss_fen = months_after(ask.day, months(ask)) - 1, ask.wish.get("loss_fen", 0)
    moves = move(CASH, FUND, loss_fen) if loss_fen else []
    facts = {"person": ask.sender, "until": until, "fine_fen": fine_fen(ask)}
    return [happening(ask.at, "sanctioned", moves, **facts)]


def fine_fen(ask: Ask) -> tuple[int, int]:
    """A03-A05, T39: two to five times the loss, with fraud by its kind or an intent that counts."""
    counted = ask.wish.get("intent", "") in ask.law.common("sanction.intent")
    loss_fen = ask.wish.get("loss_fen", 0) if counted or ask.wish["for"] in FRAUD else 0
    times = ask.law.least("sanction.fine.least"), ask.law.least("sanction.fine.most")
    return loss_fen * times[0], loss_fen * times[1]


FAMILIES = {
    "standing": Family(
        same_twice("person"),
        (
            Rule("NOT_ENROLLED", heir_known),
            ALIVE,
            Rule("SAME_PERSON", heir_is_another),
        ),
        stands_otherwise,
    ),
    "sanction": Family(
        same_twice("person"),
        (
            ALIVE,
            Rule(
                "SANCTION_MONTHS",
                months_lawful,
                ("sanction.months.least", "sanction.months.most"),
            ),
        ),
        sanction,
    ),
}
