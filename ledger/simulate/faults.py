"""Which faults the simulated world has, and how a process ends in the middle of an append."""

from collections.abc import Callable, Sequence
from enum import StrEnum

from msgspec.structs import replace

from ledger.journal import Draft


class Fault(StrEnum):
    """What goes wrong around a command; at most one of them at a step, `reorder` besides.

    Attributes:
        crash: the process ends between the decision and the append; the client gets no answer.
        torn: the process ends when part of an append is written.
        lost: the command is in the journal, the answer never arrives.
        twice: the message arrives twice.
        mixup: another command arrives under a key that was used.
        rival: another process has the ledger open, too, and takes this command.
        reopen: the ledger is closed and opened again before the command.
        clock: the ledger's clock jumps, ahead for good or back for one command.
        reorder: messages overtake one another on their way between provinces.
    """

    crash = "crash"
    torn = "torn"
    lost = "lost"
    twice = "twice"
    mixup = "mixup"
    rival = "rival"
    reopen = "reopen"
    clock = "clock"
    reorder = "reorder"


class ProcessEndedError(Exception):
    """The process that held the ledger is gone; what it had not written is, too."""


class Fuse:
    """Ends the process at its next append, if it is lit."""

    def __init__(self) -> None:
        self._lit = False
        self._taken = ""

    def light(self, taken: str = "") -> None:
        """End the process at its next append.

        Args:
            taken: a key that the journal holds. With one, the append is begun, and breaks off at
                its last row, which carries this key again.
        """
        self._lit, self._taken = True, taken

    def put_out(self) -> None:
        """Let appends pass again."""
        self._lit = False

    def through(self, drafts: Sequence[Draft], append: Callable[[Sequence[Draft]], int]) -> int:
        """Append, unless it is here that the process ends.

        Raises:
            ProcessEndedError: when it is; nothing may have been written.
        """
        if not self._lit or not drafts:
            return append(drafts)
        self._lit = False
        if self._taken:
            _tear(drafts, append, self._taken)
        raise ProcessEndedError


def _tear(drafts: Sequence[Draft], append: Callable[[Sequence[Draft]], int], taken: str) -> None:
    try:
        append([*drafts, replace(drafts[-1], key=taken)])
    except Exception:  # a database says in its own words what its transaction's end will tell
        return
    raise AssertionError("a journal has taken one key twice")
