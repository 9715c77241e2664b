"""The one place that reads the wall clock."""

from datetime import datetime, timedelta, timezone

from ledger.words.moments import MINUTE, parse_moment

_BEIJING = timezone(timedelta(hours=8))


def now() -> int:
    """The moment it is in Beijing, to the minute, in µs of wall time."""
    return parse_moment(datetime.now(_BEIJING).strftime("%Y-%m-%d %H:%M")) // MINUTE * MINUTE
