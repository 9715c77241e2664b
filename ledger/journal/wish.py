"""Reads the command back that a journaled event answers, so that history can be judged again."""

from collections.abc import Iterator
from typing import Final

import msgspec

from ledger.core.commands import AcceptTransfer, Command, DeclineTransfer, SendTransfer
from ledger.core.events import Flagged, Refused, TransferAccepted, TransferDeclined, TransferSent
from ledger.journal.codec import asked
from ledger.journal.errors import DamagedError
from ledger.journal.port import Stored
from ledger.text.said import Said
from ledger.words.accounts import PERSONAL, WALLET, carried, split

_decoder: Final[msgspec.json.Decoder[Command]] = msgspec.json.Decoder(Command)


def wish(stored: Stored) -> Command:
    """The command whose first event this is.

    Raises:
        DamagedError: when the row holds no command, or one that cannot have made its event.
    """
    event = stored.event
    if isinstance(event, Refused | Flagged):
        return event.command
    if isinstance(event, TransferSent | TransferAccepted | TransferDeclined):
        return _rebuilt(stored.seq, stored.asked, event)
    try:
        return _decoder.decode(stored.asked)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # The cause quotes what was stored, which may name people.
        what = Said("journal.no_command")
        raise DamagedError(Said("journal.at_seq", seq=stored.seq, what=what)) from None


def _rebuilt(
    seq: int, digest: bytes, event: TransferSent | TransferAccepted | TransferDeclined
) -> Command:
    for command in _candidates(event):
        if asked(command) == digest:
            return command
    raise DamagedError(Said("journal.at_seq", seq=seq, what=Said("journal.other_command")))


def _candidates(event: TransferSent | TransferAccepted | TransferDeclined) -> Iterator[Command]:
    match event:
        case TransferAccepted():
            yield AcceptTransfer(event.transfer)
        case TransferDeclined():
            yield DeclineTransfer(event.transfer)
        case TransferSent():
            for source in _written(event.source):
                for payee in (event.payee, f"{event.payee}/{WALLET}"):
                    yield SendTransfer(source, payee, event.amount_fen)


def _written(account: str) -> Iterator[str]:
    """The ways to write an account that money was sent from, the likeliest first."""
    person = split(account)[0]
    if account in {f"{person}/{PERSONAL}", carried(person)}:
        yield person
        yield f"{person}/{PERSONAL}"
    yield account
