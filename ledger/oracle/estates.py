"""Where a dead person's money goes, and what comes back to nobody (P08, W29, W36)."""

from ledger.oracle.ask import Ask
from ledger.oracle.purses import Share
from ledger.oracle.story import Happening, Story, gather, happening, move
from ledger.words.accounts import CASH, FUND, WALLET, frozen, is_outside, split
from ledger.words.vocabulary import ACCOUNT_SCHEMES


def account_heir(ask: Ask, dead: str, heir: str) -> str:
    """P08, T35: the heir's account; cash for an heir without one; no heir: the pooled fund."""
    story = ask.story
    law = ask.law_of(story.region(dead))
    if story.person(heir) is None or law.word("account.estate") == "fund":
        return FUND
    insured = story.standing(heir) not in {"ended", "dead"}
    return story.home_of(heir) if insured and story.scheme(heir) in ACCOUNT_SCHEMES else CASH


def wallet_heir(ask: Ask, dead: str, heir: str) -> str:
    """W36, T34: no source; the heir's wallet, or by other readings the giver's, or the fund."""
    story = ask.story
    word = ask.law_of(story.region(dead)).word("wallet.estate")
    if word == "return":
        return longest_giver(story, dead)
    if word != "heir" or story.person(heir) is None:
        return FUND
    has_wallet = story.place_of_use(heir) and story.standing(heir) != "dead"
    return story.wallet(heir) if has_wallet else CASH


def longest_giver(story: Story, dead: str) -> str:
    """The account of the giver bound longest, from whom the money most likely came."""
    bound = [(r["at"], giver) for (giver, member), r in story.relations().items() if member == dead]
    return story.home_of(min(bound)[1]) if bound else FUND


def came_back(ask: Ask, shares: list[Share]) -> list[Happening]:
    """What becomes of money that came back where nobody can use it any more."""
    return [
        h
        for account, fen in shares
        if not is_outside(account)
        for h in _passed_on(ask, account, fen)
    ]


def _passed_on(ask: Ask, account: str, fen: int) -> list[Happening]:
    """W29: quota of a relation that is over is the giver's; P08: a dead person's is the heir's."""
    story, passed = ask.story, []
    person, kind = split(account)
    member = kind.partition("/")[2]
    if member and (person, member) not in story.relations():
        home = story.home_of(person)
        passed.append(happening(ask.at, "quota_released", move(account, home, fen)))
        account = home
    died = story.last_standing(person)
    if died is not None and died["is"] == "dead" and not account.startswith(frozen(person, "")):
        heir = died["to"] or ""
        target = (wallet_heir if kind == WALLET else account_heir)(ask, person, heir)
        passed.append(happening(ask.at, "estate", gather([(account, fen)], target)))
    return passed
