"""What the clients of a simulated ledger wish for, by what has happened to them so far.

What belongs together leaves together: a transfer with its answer, a settlement (2207) with its
cancellation (2208) or reversal (2601). Which of them arrives first is the world's affair.
"""

from collections.abc import Callable
from random import Random
from typing import NamedTuple, TypeAlias

from ledger.core import commands as c
from ledger.core.book import BookView
from ledger.simulate.family import Network
from ledger.words.moments import DAY

SETTINGS = ("outpatient", "pharmacy", "pharmacy", "inpatient", "vaccine", "wellness")
STANDINGS = ("suspended", "insured", "insured", "moved", "ended")
MOST_FEN = 250_000


class Message(NamedTuple):
    """A command on its way.

    Attributes:
        key: its idempotency key.
        about: the key of the message that it answers or undoes; empty for none.
        again: how often it was sent before under another key.
    """

    key: str
    command: c.Command
    about: str = ""
    again: int = 0

    def anew(self) -> "Message":
        """The same wish under a key of its own: the answer to the old one stands for ever."""
        root = self.key.partition(".")[0]
        return self._replace(key=f"{root}.{self.again + 1}", again=self.again + 1)


class Clients:
    """Everybody who sends commands; all their choices come from one chance."""

    def __init__(self, chance: Random, network: Network) -> None:
        self._chance = chance
        self._network = network
        self._sent = 0

    def wish(self, book: BookView) -> list[Message]:
        """The next thing that somebody wants, as the messages it takes."""
        return self._chance.choice(WISHES)(self, book)

    def other(self, key: str) -> Message:
        """A command under a key that belongs to another one, by mistake."""
        return Message(key, c.Credit(self.who(), 1, "mixed up"))

    def new(self, command: c.Command, about: str = "") -> Message:
        """A message of a new key."""
        self._sent += 1
        return Message(f"m{self._sent}", command, about)

    def who(self) -> str:
        """Anybody."""
        return self._chance.choice(self._network.people)

    def pair(self, book: BookView) -> tuple[str, str]:
        """Mostly a giver and a member who are bound."""
        if book.relations and self._chance.random() < 0.9:
            return self._chance.choice(sorted(book.relations))
        return self.who(), self.who()

    def fen(self) -> int:
        """An amount; often a small one, now and then beyond the caps."""
        return self._chance.choice((1, 9_999, self._chance.randint(1, MOST_FEN), 200_000))

    def setting(self) -> str:
        """Where money is spent."""
        return self._chance.choice(SETTINGS)

    def transfer(self, book: BookView) -> list[Message]:
        """Money sent, and mostly taken or declined."""
        giver, member = self.pair(book)
        source = giver + self._chance.choice(("", "", "/wallet"))
        sent = self.new(c.SendTransfer(source, member, self.fen()))
        match self._chance.randrange(4):
            case 0:
                return [sent]
            case 1:
                return [sent, self.new(c.DeclineTransfer(sent.key), sent.key)]
            case _:
                return [sent, self.new(c.AcceptTransfer(sent.key), sent.key)]

    def settlement(self, book: BookView) -> list[Message]:
        """A visit; often undone at once, in one of the ways there are."""
        patient = self.pair(book)[1]
        place = self._chance.choice((None, None, self.region()))
        settled = self.new(c.Settle(patient, self.setting(), self.fen(), (), place))
        key = settled.key
        match self._chance.randrange(6):
            case 0:
                cancelled = self.new(c.Cancel(key), key)
                return [settled, cancelled]
            case 1:
                cancelled = self.new(c.Cancel(key), key)
                return [settled, cancelled, self.new(c.Reverse(cancelled.key), cancelled.key)]
            case 2 | 3:
                message = self._chance.choice(("", "2207"))
                return [settled, self.new(c.Reverse(key, message), key)]
            case 4:
                return [settled, self.new(c.Refund(key, self.fen()), key)]
            case _:
                return [settled]

    def spend(self, book: BookView) -> list[Message]:
        """Money spent from a wallet, and perhaps some of it back."""
        spent = self.new(c.Spend(f"{self.pair(book)[1]}/wallet", self.fen(), self.setting()))
        if self._chance.random() < 0.5:
            return [spent]
        return [spent, self.new(c.Refund(spent.key, self.fen()), spent.key)]

    def quota(self, book: BookView) -> list[Message]:
        """Quota granted, and perhaps taken back."""
        giver, member = self.pair(book)
        granted = self.new(c.Grant(giver, member, self.fen()))
        if self._chance.random() < 0.5:
            return [granted]
        return [granted, self.new(c.Revoke(giver, member, self.fen()))]

    def relation(self, book: BookView) -> list[Message]:
        """A relation that ends, and is made anew, sometimes for a time."""
        giver, member = self.pair(book)
        kin = book.relations[giver, member].kin if (giver, member) in book.relations else "son"
        until = self._chance.choice((None, book.now // DAY + self._chance.randint(0, 60)))
        bound = self.new(c.Bind(giver, member, kin, None, until))
        return [self.new(c.Unbind(giver, member, giver)), bound]

    def standing(self, _book: BookView) -> list[Message]:
        """Somebody's insurance changes, and mostly changes back."""
        person, standing = self.who(), self._chance.choice(STANDINGS)
        to = self.region() if standing == "moved" else None
        changed = self.new(c.ChangeStanding(person, standing, to))
        if standing in {"insured", "moved"} or self._chance.random() < 0.2:
            return [changed]
        return [changed, self.new(c.ChangeStanding(person, "insured"))]

    def region(self) -> str:
        """Any region of the network."""
        return self._chance.choice(self._network.regions)

    def single(self, book: BookView) -> list[Message]:
        """One of the commands that stand alone."""
        person, (giver, member) = self.who(), self.pair(book)
        made: tuple[c.Command, ...] = (
            c.Credit(person, self.fen()),
            c.Credit(person, self.fen()),
            c.Contribute(person, self.fen()),
            c.SetAside(person, self.fen()),
            c.BookInterest(person),
            c.PayPremium(member, self._chance.choice(("resident", "long_term_care")), 100, giver),
            c.ChangePlaceOfUse(person, self.region()),
            c.ShowFamilyCode(giver, member),
            c.OpenWallet(person),
            c.CloseWallet(person),
            c.Withdraw(person, self.fen()),
            c.Sanction(person, "resale", 3, self.fen(), "gifts"),
            c.Enrol(person, self.region(), "none"),
        )
        return [self.new(self._chance.choice(made))]


Wish: TypeAlias = Callable[[Clients, BookView], list[Message]]

WISHES: tuple[Wish, ...] = (
    *(Clients.transfer,) * 6,
    *(Clients.settlement,) * 6,
    *(Clients.spend,) * 2,
    *(Clients.single,) * 4,
    Clients.quota,
    Clients.quota,
    Clients.relation,
    Clients.standing,
)
