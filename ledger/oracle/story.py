"""What has happened, as a plain list, and what it means: balances, people, relations, transfers.

Every answer is worked out anew by walking the list from its beginning; nothing is counted along.
A happening is a dict: `at` (µs, Beijing), `what`, its own facts, `moves` (account, signed fen) and
`owed` (province that owes, province that is owed, signed fen).
"""

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from ledger.policy.book import PolicyBook
from ledger.words.accounts import PERSONAL, WALLET, carried, clearing, current, family, split
from ledger.words.moments import DAY
from ledger.words.regions import province

Happening: TypeAlias = dict[str, Any]
Moves: TypeAlias = list[tuple[str, int]]
Pair: TypeAlias = tuple[str, str]

LONG_AGO = -(1 << 62)


def happening(at: int, what: str, moves: Iterable[tuple[str, int]] = (), **facts: Any) -> Happening:
    """One thing that happens; what provinces owe each other stands on their clearing accounts."""
    owed = facts.get("owed", [])
    between = [leg for a, b, fen in owed for leg in ((clearing(a), -fen), (clearing(b), fen))]
    return {"at": at, "what": what, **facts, "owed": owed, "moves": [*moves, *between]}


def move(source: str, target: str, fen: int) -> Moves:
    """Money goes from one account to another."""
    return [(source, -fen), (target, fen)]


def gather(shares: Iterable[tuple[str, int]], target: str) -> Moves:
    """Money of several accounts goes to one."""
    given = list(shares)
    return [*((account, -fen) for account, fen in given), (target, sum(fen for _, fen in given))]


class Story:
    """One ledger's story so far, under one policy book."""

    def __init__(self, book: PolicyBook) -> None:
        self.book = book
        self.happened: list[Happening] = []

    def all(self, *whats: str) -> Iterator[Happening]:
        """Everything of some kinds that has happened, in order."""
        return (h for h in self.happened if h["what"] in whats)

    @property
    def now(self) -> int:
        """The moment of the last thing that happened."""
        return max((h["at"] for h in self.happened if h["what"] != "passed"), default=LONG_AGO)

    # -- Money --------------------------------------------------------------------------------

    def balances(self) -> dict[str, int]:
        """What stands on every account that was ever named."""
        totals: dict[str, int] = {}
        for h in self.happened:
            for account, fen in h["moves"]:
                totals[account] = totals.get(account, 0) + fen
        return totals

    def balance(self, *accounts: str) -> int:
        """What stands on some accounts together."""
        return sum(f for h in self.happened for account, f in h["moves"] if account in accounts)

    def has_carried_part(self, person: str) -> bool:
        """Whether an account of carried-over money exists: opened, and not moved away since."""
        account, exists = carried(person), False
        for h in self.happened:
            exists = exists or any(name == account for name, _ in h["moves"])
            if h["what"] == "moved_out" and any(name == account for name, _ in h["shares"]):
                exists = False
        return exists

    def home_of(self, person: str) -> str:
        """Where carried-over money stands: without parts, or on the part for it (P05)."""
        plain = f"{person}/{PERSONAL}"
        return (
            carried(person) if self.has_carried_part(person) and not self.balance(plain) else plain
        )

    def source(self, account: str) -> str:
        """The account a payer means; a bare name is the personal account."""
        person, kind = split(account)
        return self.home_of(person) if kind == PERSONAL else f"{person}/{kind}"

    def whole_account(self, person: str) -> tuple[str, ...]:
        """Every part of a personal account, the family account included."""
        return (current(person), f"{person}/{PERSONAL}", carried(person), family(person))

    # -- People -------------------------------------------------------------------------------

    def person(self, person: str) -> Happening | None:
        """A person's enrolment; None for somebody the ledger does not know."""
        return next((h for h in self.all("enrolled") if h["person"] == person), None)

    def scheme(self, person: str) -> str:
        """The insurance scheme somebody was enrolled in."""
        return str((self.person(person) or {"scheme": "none"})["scheme"])

    def region(self, person: str) -> str:
        """Where somebody is insured: the last place moved to, or the first; else the nation."""
        region = str((self.person(person) or {"insured": "CN"})["insured"])
        for h in self.all("standing"):
            if h["person"] == person and h["is"] == "moved":
                region = h["to"]
        return region

    def standing(self, person: str) -> str:
        """insured, suspended, ended or dead; who has moved is insured again."""
        found = self.last_standing(person)
        return "insured" if found is None or found["is"] == "moved" else str(found["is"])

    def last_standing(self, person: str) -> Happening | None:
        """The last thing that became of somebody's insurance."""
        return next((h for h in [*self.all("standing")][::-1] if h["person"] == person), None)

    def place_of_use(self, person: str) -> str:
        """Where an open wallet is to be used; empty while none is open (W04, W20)."""
        place = ""
        for h in self.all("wallet_opened", "place_changed", "wallet_closed"):
            if h["person"] == person:
                place = h.get("place", "")
        return place

    def sanctioned_until(self, person: str) -> int:
        """The last day of somebody's longest suspension from settling; -1 for none (A02)."""
        days = [h["until"] for h in self.all("sanctioned") if h["person"] == person]
        return max(days, default=-1)

    # -- Relations ----------------------------------------------------------------------------

    def relations(self) -> dict[Pair, Happening]:
        """Every relation that has not ended, in the order they were filed."""
        found: dict[Pair, Happening] = {}
        for h in self.all("bound", "let_go", "paused", "resumed", "ended"):
            pair = (h["giver"], h["member"])
            if h["what"] == "bound":
                found[pair] = h | {"paused": False}
            elif h["what"] == "let_go":
                found[pair] = found[pair] | {"until": h["until"]}
            elif h["what"] == "ended":
                del found[pair]
            else:
                found[pair] = found[pair] | {"paused": h["what"] == "paused"}
        return found

    def stands(self, giver: str, member: str, day: int) -> bool:
        """Whether a relation is in force on a day; its first and last day are included."""
        relation = self.relations().get((giver, member))
        if relation is None or relation["paused"] or day < relation["from"]:
            return False
        return relation["until"] is None or day <= relation["until"]

    def pairs_of(self, person: str) -> list[Pair]:
        """Somebody's relations: those of a member first, then those of a giver."""
        pairs = list(self.relations())
        return [p for p in pairs if p[1] == person] + [p for p in pairs if p[0] == person]

    def near(self, person: str, other: str) -> bool:
        """Whether two people are insured in one province (W25)."""
        return province(self.region(person)) == province(self.region(other))

    # -- Transfers ----------------------------------------------------------------------------

    def pending(self) -> dict[str, Happening]:
        """Transfers that wait: sent, and neither accepted, declined nor returned (W10)."""
        closed = {h["transfer"] for h in self.all("accepted", "declined", "returned")}
        waiting = (h for h in self.all("sent") if h["returns_at"] is not None)
        return {h["transfer"]: h for h in waiting if h["transfer"] not in closed}

    def sent_on(self, payer: str, day: int, *, came_back_too: bool) -> list[int]:
        """The fen of each transfer somebody sent on a Beijing day, from whichever account (W07)."""
        back = {h["transfer"] for h in self.all("declined", "returned")}
        sent = [h for h in self.all("sent") if h["payer"] == payer and h["at"] // DAY == day]
        return [h["fen"] for h in sent if came_back_too or h["transfer"] not in back]

    def wallet(self, person: str) -> str:
        """The account of somebody's wallet."""
        return f"{person}/{WALLET}"
