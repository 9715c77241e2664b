"""Programs that are broken, one at a time, by what a simulated world has to find in them."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

import msgspec
import pytest
from msgspec.structs import replace

from ledger.core import events as e
from ledger.core import evolve, postings
from ledger.core.book import Book
from ledger.core.commands import Command
from ledger.core.due import next_due
from ledger.core.refusals import Code
from ledger.journal import Draft, MemoryJournal, asked, link
from ledger.journal.chain import Linked, extend
from ledger.session import Decision, Session
from ledger.session.answers import answered
from ledger.simulate.faults import Fault
from ledger.simulate.processes import Processes
from ledger.simulate.world import World

Break: TypeAlias = Callable[[pytest.MonkeyPatch], None]


def append_row_by_row(patch: pytest.MonkeyPatch) -> None:
    whole = MemoryJournal.append

    def in_pieces(self: MemoryJournal, drafts: Sequence[Draft]) -> int:
        for draft in drafts:
            whole(self, [draft])
        return self.count

    patch.setattr(MemoryJournal, "append", in_pieces)


def forget_what_was_answered(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(MemoryJournal, "find", lambda _self, _keys: {})


def take_a_key_again(patch: pytest.MonkeyPatch) -> None:
    forget_what_was_answered(patch)
    patch.setattr(MemoryJournal, "_fresh_keys", lambda _self, _drafts: {})


def answer_before_it_is_written(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def hasty(self: Session, command: Command, *, at: int, key: str) -> Decision:
        if key == "m7":
            return Decision("ok", self.journal.count + 1)
        return handle(self, command, at=at, key=key)

    patch.setattr(Session, "handle", hasty)


def never_catch_up(patch: pytest.MonkeyPatch) -> None:
    catch_up = Session._catch_up

    def only_at_first(self: Session) -> None:
        if not self._seq:
            catch_up(self)

    patch.setattr(Session, "_catch_up", only_at_first)


def keep_what_was_not_written(patch: pytest.MonkeyPatch) -> None:
    """A process that could not write goes on with the book that ran ahead."""
    fold = Session.fold

    def not_again(self: Session) -> None:
        if not self._ahead:
            fold(self)
        self._staged, self._seq, self._ahead = [], self.journal.count, False

    patch.setattr(Processes, "reopen", lambda _self: None)
    patch.setattr(Session, "fold", not_again)


def answer_by_the_key_alone(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def hasty(self: Session, command: Command, *, at: int, key: str) -> Decision:
        for stored in self.journal.find([key]).values():
            first = answered(stored)
            return Decision("duplicate", first.seq, first.code)
        return handle(self, command, at=at, key=key)

    patch.setattr(Session, "handle", hasty)


def open_without_what_is_pending(patch: pytest.MonkeyPatch) -> None:
    """A process that begins takes transfers on their way for done; at the end few are left."""
    fold = Session.fold

    def forgetful(self: Session) -> None:
        fold(self)
        self._book.pending.clear()

    patch.setattr(Session, "fold", forgetful)


def write_by_a_wrong_clock(patch: pytest.MonkeyPatch) -> None:
    """A command that comes too late is refused, at its own moment and not at the ledger's."""
    handle = Session.handle

    def backwards(self: Session, command: Command, *, at: int, key: str) -> Decision:
        if at >= self.book.now or self.journal.find([key]):
            return handle(self, command, at=at, key=key)
        event = e.Refused(at, Code.LATE.value, command)
        with self.group():
            return Decision("refused", self._record([event], key, asked(command)), Code.LATE)

    patch.setattr(Session, "handle", backwards)


def miss_what_is_due(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ledger.session.deciding.next_due", lambda _book, _until: None)


def let_it_fall_due_when_somebody_comes(patch: pytest.MonkeyPatch) -> None:
    """What fell due in the night happens at the moment of the next command."""

    def late(book: Book, until: int) -> e.Event | None:
        event = next_due(book, until)
        return event and msgspec.structs.replace(event, at=max(until, book.now))

    patch.setattr("ledger.session.deciding.next_due", late)


def leave_it_at_an_early_answer(patch: pytest.MonkeyPatch) -> None:
    """A client whose message came too early takes the answer for the last word."""
    patch.setattr(World, "_in_doubt", lambda *_: False)


def make_a_fen(patch: pytest.MonkeyPatch) -> None:
    def crooked(event: e.AccountCredited) -> postings.Legs:
        return (("outside/contribution", -event.amount_fen), (event.account, event.amount_fen + 1))

    patch.setitem(postings.LEGS, e.AccountCredited, crooked)


def change_the_book_besides(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def touching(self: Session, command: Command, *, at: int, key: str) -> Decision:
        decision = handle(self, command, at=at, key=key)
        if key == "m9":
            self._book.balances["outside/cash"] = 1
        return decision

    patch.setattr(Session, "handle", touching)


def raise_in_a_rule(patch: pytest.MonkeyPatch) -> None:
    handle = Session.handle

    def failing(self: Session, command: Command, *, at: int, key: str) -> Decision:
        return replace(handle(self, command, at=at, key=key), code=Code.RULE_ERROR)

    patch.setattr(Session, "handle", failing)


def link_otherwise(patch: pytest.MonkeyPatch) -> None:
    def other(ledger: str, count: int, head: bytes, drafts: Iterable[Draft]) -> list[Linked]:
        linked: list[Linked] = []
        for seq, at, key, wish, body, _ in extend(ledger, count, head, drafts):
            head = link(head, ledger, (seq, at, "", wish, body))
            linked.append((seq, at, key, wish, body, head))
        return linked

    patch.setattr("ledger.journal.memory.extend", other)


def undo_nothing(patch: pytest.MonkeyPatch) -> None:
    """A reversal moves the money and leaves the settlement standing."""
    change = evolve._CHANGES[e.MessageReversed]

    def keeping(book: Book, event: e.MessageReversed) -> None:
        settled = dict(book.settlements)
        change(book, event)
        book.settlements.update(settled)

    patch.setitem(evolve._CHANGES, e.MessageReversed, keeping)


class Found(NamedTuple):
    """What the simulation says of a broken program, and the faults each of which brings it out.

    Where there are such faults, a world without any takes the program for sound.
    """

    what: str
    by: tuple[Fault, ...] = ()


BROKEN: dict[Break, Found] = {
    append_row_by_row: Found("the journal has changed", (Fault.torn,)),
    forget_what_was_answered: Found("KeyTakenError", (Fault.lost, Fault.twice, Fault.mixup)),
    take_a_key_again: Found("twice", (Fault.lost, Fault.twice, Fault.mixup)),
    answer_before_it_is_written: Found("is not in the journal so"),
    answer_by_the_key_alone: Found("the answer is not what the journal holds", (Fault.mixup,)),
    never_catch_up: Found("a session's book is not", (Fault.rival,)),
    keep_what_was_not_written: Found("a session's book is not", (Fault.crash,)),
    open_without_what_is_pending: Found("a session's book is not", (Fault.reopen,)),
    write_by_a_wrong_clock: Found("cannot follow the row before it", (Fault.clock,)),
    miss_what_is_due: Found("fell due before"),
    let_it_fall_due_when_somebody_comes: Found("fell due before"),
    leave_it_at_an_early_answer: Found("still stands", (Fault.reorder,)),
    make_a_fen: Found("the legs sum to 0.01"),
    change_the_book_besides: Found("a session's book"),
    raise_in_a_rule: Found("a rule raised"),
    link_otherwise: Found("does not end as its rows do"),
    undo_nothing: Found("still stands"),
}
