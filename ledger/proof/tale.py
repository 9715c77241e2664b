"""The world of probes: people of their own for each, at a place and on a day of the policy book."""

from datetime import date
from typing import Any, Final

from ledger.core.terms import TERMS
from ledger.policy.book import PolicyBook
from ledger.words.moments import DAY, MINUTE, format_day, format_moment, parse_day
from ledger.words.money import money_text
from ledger.words.regions import NATION, known, province
from ledger.words.vocabulary import KIN

Data = dict[str, Any]

MORNING: Final = 8 * 60 * MINUTE
MUCH_FEN: Final = 100_000_00
KIN_CAPS: Final = {
    **dict.fromkeys(("son", "daughter"), "bind.children.cap"),
    **{word: f"bind.{word}.cap" for word in ("father", "mother", "spouse")},
}


UNDEFINED: Final = {term.parameter: term.undefined for term in TERMS.values()}
"""What the rules take for a parameter that a book does not define."""


class Tale:
    """The people, openings and steps of all probes of one parameter.

    Attributes:
        steps: moment and step, in the order told.
    """

    def __init__(self, book: PolicyBook, parameter: str) -> None:
        self.book = book
        self.parameter = parameter
        self.people: Data = {}
        self.opening: dict[str, str] = {}
        self.steps: list[tuple[int, Data]] = []

    def probe(self, region: str, day: int) -> "Probe":
        """A probe at a place on a day."""
        return Probe(self, region, day)


class Probe:
    """Asks along one line; every step a minute after the last.

    Attributes:
        words: the words of the parameter, where it is a choice or a set.
        elsewhere: another province.
        nearby: another area of the same province; empty where none is known.
        in_city: whether people here are insured in a city, not in a province as a whole.
    """

    def __init__(self, tale: Tale, region: str, day: int) -> None:
        self.tale = tale
        self.region = region
        self.day = day
        self.words = tale.book.definitions[tale.parameter].of
        home = province(region)
        self.elsewhere = next(r for r in known() if province(r) not in {NATION, home})
        near = (r for r in known() if province(r) == home and r not in {region, home})
        self.nearby = next(near, "")
        self.in_city = region != home
        self._at = day * DAY + MORNING

    def value(self, parameter: str, later_days: int = 0) -> Any:
        """What a parameter says here today, or so many days later."""
        return self.value_in(self.region, parameter, later_days)

    def value_in(self, region: str, parameter: str, later_days: int = 0) -> Any:
        """The same elsewhere; of a parameter that the book leaves out, what rules take for it."""
        if parameter not in self.tale.book.definitions:
            return UNDEFINED[parameter]
        return self.tale.book.value(parameter, region, self.day + later_days)

    def person(
        self,
        scheme: str = "employee",
        *,
        money: int = MUCH_FEN,
        wallet: int | None = None,
        born: int | None = None,
        place: str = "",
    ) -> str:
        """Somebody new; amounts in fen, the day of birth in days since 1970; no place: here."""
        tale = self.tale
        name = f"p{len(tale.people) + 1}"
        tale.people[name] = {"insured": place or self.region, "scheme": scheme}
        if born is not None:
            tale.people[name]["born"] = format_day(born)
        if money:
            tale.opening[f"{name}/personal"] = money_text(money)
        if wallet is not None:
            tale.opening[f"{name}/wallet"] = money_text(wallet)
        return name

    def pair(self) -> tuple[str, str]:
        """A giver and a member, bound, both with wallets."""
        giver, member = self.person(wallet=MUCH_FEN), self.person(wallet=0)
        self.bind(giver, member)
        return giver, member

    def born(self, age: int, days: int = 0) -> int:
        """The day of birth of who turns an age so many days from today."""
        today = date.fromisoformat(format_day(self.day + days))
        last = 28 if (today.month, today.day) == (2, 29) else today.day
        return parse_day(today.replace(year=today.year - age, day=last).isoformat())

    def bind(
        self, giver: str, member: str, *, kin: str = "", refused: str = "", rank: int | None = None
    ) -> None:
        """Bind two people, by a kin that nothing else limits here."""
        action = {"giver": giver, "member": member, "kin": kin or self._free_kin()}
        if rank is not None:
            action["rank"] = str(rank)
        self.step("bind", action, refused)

    def settle(
        self,
        patient: str,
        burden: int,
        paid: dict[str, int],
        *,
        place: str = "",
        setting: str = "outpatient",
    ) -> None:
        """Settle a bill of so many yuan, and who pays how many of them; nobody is cash."""
        action = {"patient": patient, "setting": setting, "burden": f"{burden}元"}
        if place:
            action["place"] = place
        self.step("settle", action)
        shares = {f"{p}/personal" if p else "cash": f"{yuan}元" for p, yuan in paid.items()}
        self.tale.steps[-1][1]["expect"] = {"paid": shares}

    def holds(self, account: str, fen: int, day: int) -> None:
        """See what an account holds at the end of a day."""
        at = (day + 1) * DAY - MINUTE
        check = {"at": format_moment(at), "balances": {account: money_text(fen)}}
        self.tale.steps.append((at, {"check": check}))

    def _free_kin(self) -> str:
        listed = self.value("kin.list")
        free = [word for word in KIN if word in listed and word not in KIN_CAPS]
        return next(iter([*free, "son"]))

    def spend(self, source: str, refused: str, setting: str = "outpatient") -> None:
        """Spend one yuan."""
        self.step("spend", {"from": source, "amount": "1元", "setting": setting}, refused)

    def sent(
        self, pair: tuple[str, str], fen: int, refused: str = "", *, time: int | None = None
    ) -> None:
        """Send an amount to the other of a pair; `time` is a time of the day, µs."""
        at = None if time is None else self.day * DAY + time
        self.step("transfer", self._transfer(pair, fen), refused, at=at)

    def _transfer(self, pair: tuple[str, str], fen: int) -> Data:
        return {"from": pair[0], "to": pair[1], "amount": money_text(fen)}

    def taken(self, pair: tuple[str, str], fen: int, refused: str = "") -> None:
        """Send an amount, and accept it."""
        sent = self.step("transfer", self._transfer(pair, fen), refused)
        if not refused:
            self.step("accept", sent)

    def declined(self, pair: tuple[str, str]) -> None:
        """Send the least amount, and have it sent back."""
        self.step("decline", self.step("transfer", self._transfer(pair, 1)))

    def credited(self, person: str, action: Data, fen: int) -> None:
        """Book a month's credit, and see that this much came."""
        self.step("contribute", {"for": person, **action}, "" if fen else "NO_CREDIT")
        if fen:
            balances = {f"{person}/personal": money_text(fen)}
            check = {"at": format_moment(self._at), "balances": balances}
            self.tale.steps.append((self._at, {"check": check}))

    def step(
        self,
        word: str,
        action: Any,
        refused: str = "",
        *,
        at: int | None = None,
        later_days: int = 0,
    ) -> str:
        """One step and what it must answer; its id."""
        if at is None:
            at = self._at + later_days * DAY
            self._at += MINUTE
        name = f"s{len(self.tale.steps) + 1}"
        step = {"id": name, "at": format_moment(at), word: action}
        if refused:
            step["expect"] = {"refused": refused}
        self.tale.steps.append((at, step))
        return name
