"""What time it is: the one place in the program that reads the clock."""

from datetime import UTC, datetime, timedelta
from typing import Final

_BEIJING: Final = timedelta(hours=8)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def now() -> int:
    """This moment: µs of Beijing wall time since 1970-01-01."""
    return (datetime.now(UTC) - _EPOCH + _BEIJING) // _MICROSECOND
