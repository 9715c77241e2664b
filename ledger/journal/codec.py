"""Events as bytes: one JSON form, encoded once, so that what is hashed is what is stored."""

import hashlib
from collections.abc import Callable
from typing import Final

import msgspec

from ledger.core.commands import Command
from ledger.core.events import Event
from ledger.journal.errors import UnreadableEventError
from ledger.text.said import Said

_encoder: Final = msgspec.json.Encoder()
_decoder: Final[msgspec.json.Decoder[Event]] = msgspec.json.Decoder(Event)

encode: Final[Callable[[Event], bytes]] = _encoder.encode
"""The bytes of an event: UTF-8 JSON, fields in their declared order."""


def decode(body: bytes) -> Event:
    """The event of stored bytes.

    Raises:
        UnreadableEventError: when they are no event that this engine knows.
    """
    try:
        return _decoder.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        # The cause quotes what was stored, which may name people.
        raise UnreadableEventError(Said("journal.no_event")) from None


def asked(command: Command) -> bytes:
    """The digest of a wish (16 bytes), without its moment and its idempotency key."""
    return hashlib.sha256(_encoder.encode(command)).digest()[:16]
