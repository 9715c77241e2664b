"""Writes what differs as the `differs` of a what-if, so that a comparison can be kept as a test."""

import json
import re
from typing import Final

from ledger.scenario.run import Answer
from ledger.whatif.comparing.variant import Flip
from ledger.words.accounts import covers, short_name
from ledger.words.money import money_text

_BARE: Final = re.compile(r"\w[\w.-]*")


def difference(flip: Flip) -> str:
    """One entry of `differs`: `t8: {was: {refused: TRANSFER_DAY_AMOUNT}, now: pending}`.

    Where who paid what alone differs, both sides list the shares of all who paid in either.
    """
    was, now = _expected(flip.was, flip.now), _expected(flip.now, flip.was)
    return f"{_key(flip.step)}: {{was: {was}, now: {now}}}"


def _expected(answer: Answer, other: Answer) -> str:
    """An answer as an expectation that tells it from the other."""
    if answer.verdict == "refused":
        return f"{{refused: {answer.code}}}"
    if not answer.paid or answer.verdict != other.verdict:
        return answer.verdict
    accounts = dict.fromkeys((*answer.paid, *other.paid))
    shares = (f"{short_name(a)}: {money_text(_share_fen(answer, a))}" for a in accounts)
    return f"{{paid: {{{', '.join(shares)}}}}}"


def _share_fen(answer: Answer, name: str) -> int:
    """What an account paid; a personal account stands for its parts, too."""
    return sum(fen for account, fen in answer.paid.items() if covers(name, account))


def _key(step: str) -> str:
    """A step's id as a key that YAML reads as this text."""
    return step if _BARE.fullmatch(step) else json.dumps(step, ensure_ascii=False)
