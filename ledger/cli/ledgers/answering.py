"""Decides what came together as one group, and writes the answers as lines of JSON."""

from collections.abc import Sequence
from typing import Final

import msgspec

from ledger.core.refusals import UNTRIED
from ledger.preview import failing
from ledger.session import Decision, Session, Wish


class Answer(msgspec.Struct, omit_defaults=True, gc=False):
    """One answer, as it is written.

    Attributes:
        seq: the journal's number of the command's first event.
        decision: ok, pending, refused or duplicate.
        code: why it was refused; for a duplicate, why the first was.
        also: what else would refuse it, in order of precedence.
    """

    key: str
    seq: int
    decision: str
    code: str | None = None
    also: tuple[str, ...] = ()


lines_of: Final = msgspec.json.Encoder().encode_lines
"""Answers as lines of JSON."""


def answered(session: Session, wishes: Sequence[tuple[Wish, bool]]) -> list[Answer]:
    """Decide wishes, each with whether the clock gave its moment; durable when this returns.

    Raises:
        JournalError: when they cannot be written; nothing of them has happened.
    """
    answers = []
    with session.group([wish.key for wish, _ in wishes]):
        for given, bare in wishes:
            # Another process may have written since the clock was read.
            wish = given._replace(at=max(given.at, session.book.now)) if bare else given
            decision = session.handle(wish.command, at=wish.at, key=wish.key)
            answers.append(_answer(session, wish, decision))
    return answers


def _answer(session: Session, wish: Wish, decision: Decision) -> Answer:
    seq, verdict, code = decision.seq, decision.verdict, decision.code
    if code is None:
        return Answer(wish.key, seq, verdict)
    also = _also(session, wish, decision) if verdict == "refused" and code not in UNTRIED else ()
    return Answer(wish.key, seq, verdict, code.value, also)


def _also(session: Session, wish: Wish, decision: Decision) -> tuple[str, ...]:
    """The codes of the other rules that fail; a refusal changed nothing, so they can be asked."""
    command, at, key = wish
    codes = failing(session.book, session.policy, command, at=at, key=key)
    return tuple(code.value for code in codes if code != decision.code)
