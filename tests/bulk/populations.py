"""Random populations that send each other money all day, and now and then do something else.

Long form: `python -m tests.bulk.populations FIRST COUNT`.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from ledger.core import commands as c
from ledger.core.commands import Command
from ledger.journal.database import Database
from ledger.journal.database import opened as opened_database
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.variants import EVER, changed
from ledger.session import Wish
from ledger.words.moments import DAY, HOUR, MINUTE, SECOND, parse_day
from tests.bulk.both import Told
from tests.lots import OTHERWISE, PLACES, policy

STARTS = ("2025-11-12", "2025-11-28", "2025-12-29", "2026-01-07", "2026-01-28")
EASIER = (
    ("wallet.model", "transfer", 0.95),
    ("transfer.kin", "not_required", 0.7),
    ("wallet.open", "open", 0.9),
    ("wallet.onward", "allowed", 0.7),
    ("transfer.pending.cap", "9次", 0.4),
)
"""Values by which more is taken, and how often they are in force."""

EDGES = (0, 6 * HOUR - 1, 6 * HOUR, 6 * HOUR + 1, 22 * HOUR - 1, 22 * HOUR, DAY - 1)


class Population:
    """People, a policy that changes in the middle, and what they wish."""

    def __init__(self, seed: int) -> None:
        self.lot = lot = Random(seed)
        self.day = parse_day(lot.choice(STARTS))
        self.policy = self._policy()
        self.people = [f"p{number}" for number in range(lot.randint(3, 9))]
        self.start = self.day * DAY + 8 * HOUR
        self.sent: list[str] = []

    def _policy(self) -> PolicyBook:
        """One of the histories' policies, with other caps from some day of the story on."""
        book, lot = policy(self.lot.randrange(len(OTHERWISE))), self.lot
        later = (self.day + lot.randint(1, 6), None)
        changes = (
            ("transfer.cap.each", f"{lot.randint(1, 2000)}元"),
            ("transfer.count.per_day", f"{lot.randint(1, 4)}次"),
            ("transfer.pending.cap", f"{lot.randint(1, 3)}次"),
            ("transfer.acceptance", lot.choice(("automatic", "required"))),
        )
        some = lot.sample(changes, lot.randint(0, 3))
        made = [changed(book, Setting(name, "CN"), value, later) for name, value in some]
        for name, value, often in EASIER:
            if lot.random() < often:
                made.append(changed(book, Setting(name, "CN"), value, (EVER, None)))
        return book.with_changes(tuple(made))

    def before(self) -> list[Command]:
        """Who is there, with what, and who is bound to whom."""
        lot, made = self.lot, list[Command]()
        homes = lot.sample(PLACES, 3)
        for person in self.people:
            made.append(c.Enrol(person, lot.choice(homes), "employee"))
            if lot.random() < 0.95:
                made.append(c.PostOpening(f"{person}/wallet", lot.randint(0, 400_000)))
            made.append(c.PostOpening(f"{person}/personal", lot.randint(0, 600_000)))
        made += [self.bind() for _ in range(3 * len(self.people))]
        return made

    def bind(self) -> Command:
        giver, member = self.lot.sample(self.people, 2)
        kin = self.lot.choice(("spouse", "father", "mother", "son", "daughter"))
        until = self.lot.choice((None, None, self.day + self.lot.randint(0, 9)))
        return c.Bind(giver, member, kin, None, until)

    def wishes(self) -> list[Wish]:
        """A story of some days, in order of time but for a few that come too late."""
        lot, at, made = self.lot, self.start, list[Wish]()
        for number in range(lot.randint(5, 120)):
            at = self._later(at)
            late = lot.choice((0,) * 30 + (1, HOUR, 2 * DAY))
            key = f"k{number}" if lot.random() < 0.97 else f"k{lot.randrange(number + 1)}"
            again = lot.choice(made) if made and lot.random() < 0.02 else None
            wish = Wish(self._command(key), at - late, key)
            made.append(again._replace(at=at) if again else wish)
        return made

    def _later(self, at: int) -> int:
        chance, lot = self.lot.random(), self.lot
        if chance < 0.75:
            return at + lot.choice((0, SECOND, MINUTE, 20 * MINUTE))
        if chance < 0.9:
            return at + lot.choice((HOUR, 7 * HOUR))
        edge = (at // DAY + lot.choice((0, 1, 1, 2))) * DAY + lot.choice(EDGES)
        return max(at, edge)

    def _command(self, key: str) -> Command:
        lot, chance = self.lot, self.lot.random()
        if chance < 0.62:
            self.sent.append(key)
            return self._send()
        if chance < 0.88 and self.sent:
            return c.AcceptTransfer(lot.choice(self.sent[-2:]))
        return self._other()

    def _send(self) -> Command:
        lot = self.lot
        payer, payee = lot.choice(self.people), lot.choice(self.people)
        fen = lot.choice((1, lot.randint(1, 50_000), lot.randint(1, 250_000), 200_000, 200_001))
        payee = payee if lot.random() < 0.98 else "nobody"
        source = payer + lot.choice(("",) * 9 + ("/personal",) * 3 + ("/wallet",) * 7 + ("/pool",))
        return c.SendTransfer(
            source, payee + lot.choice(("",) * 12 + ("/wallet",) * 4 + ("/personal",)), fen
        )

    def _other(self) -> Command:
        lot, one, two = self.lot, self.lot.choice(self.people), self.lot.choice(self.people)
        made: tuple[Command, ...] = (
            c.DeclineTransfer(lot.choice(self.sent or ["k0"])),
            c.Spend(f"{one}/wallet", lot.randint(1, 9_000), "pharmacy"),
            c.Settle(one, "outpatient", lot.randint(1, 20_000)),
            c.Credit(f"{one}/personal", lot.randint(1, 90_000), ""),
            c.Unbind(one, two, None),
            c.OpenWallet(one, None),
            c.CloseWallet(one, None),
            c.ChangeStanding(one, lot.choice(("suspended", "insured", "dead")), None, None),
            c.Sanction(one, "lent_card", 6, 10_000, ""),
            c.Enrol(f"n{lot.randrange(3)}", "CN-SN", "employee"),
            self.bind(),
        )
        return lot.choice(made)


def told(seed: int, engine: Database) -> Told:
    """Tell a population's story on both paths."""
    population = Population(seed)
    before = population.before()
    both = Told(engine, f"p{seed}", population.policy, population.start, before)
    both.tell(population.wishes(), Random(seed))
    return both


def main(first: int, count: int) -> None:
    """Tell many, and what they came to."""
    answers, handed_back = Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        for begun in range(first, first + count, 200):
            url = f"sqlite:///{Path(folder)}/{begun}.db"
            with opened_database(url, create=True, durability="normal") as engine:
                for seed in range(begun, min(begun + 200, first + count)):
                    both = told(seed, engine)
                    wrong = both.difference()
                    if wrong:
                        raise SystemExit(f"population {seed}: {wrong}")
                    answers += both.bulk.answers
                    handed_back += both.bulk.handed_back
            Path(folder, f"{begun}.db").unlink()
    lines = (f"{count:>9} {word}" for word, count in sorted(answers.items()))
    told_of = (f"{count} populations agree", *lines, f"{handed_back:>9} handed back")
    sys.stdout.write("\n".join(told_of) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
