"""Events as bytes: one JSON form, encoded once, so that what is hashed is what is stored."""

import hashlib
from collections.abc import Callable
from typing import Final

import msgspec

from ledger.core.commands import AcceptTransfer, Command, DeclineTransfer, SendTransfer
from ledger.core.events import Event
from ledger.journal.errors import UnreadableEventError
from ledger.text.said import Said

_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Event)

encode: Final[Callable[[Event], bytes]] = _encoder.encode
"""The bytes of an event: UTF-8 JSON, fields in their declared order."""


def decode(body: bytes | bytearray) -> Event:
    """The event of stored bytes.

    Raises:
        UnreadableEventError: when they are no event that this engine knows.
    """
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # The cause quotes what was stored, which may name people.
        raise UnreadableEventError(Said("journal.no_event")) from None


_HOT: Final = frozenset({SendTransfer, AcceptTransfer, DeclineTransfer})
"""Commands whose event tells the wish again, but for how it wrote the accounts."""


def asked(command: Command) -> bytes:
    """A wish in the journal, without its moment and its idempotency key; equal for equal wishes.

    The digest (16 bytes) of a transfer, an accept or a decline, which make up most of a ledger;
    the whole command in UTF-8 JSON of any other. `wish` reads either back.
    """
    body = _encoder.encode(command)
    return hashlib.sha256(body).digest()[:16] if type(command) in _HOT else body
