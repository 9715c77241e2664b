"""Moments and days: microseconds and days since 1970-01-01 00:00 Beijing wall time, as `int`.

Beijing has kept UTC+8 without summer time since 1992, so the wall clock itself is the time line
and a day is a plain division.
"""

import re
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.text.said import Said

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY: Final = 24 * HOUR

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_DAY, _LAST_DAY = 1 - _EPOCH, date.max.toordinal() - _EPOCH
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"(\d{2}):(\d{2})")
_DUE = re.compile(r"(\d{2}:\d{2}) (same|next) day")


class Window(NamedTuple):
    """Hours of a day, half-open: closed at `start`, open again at `end` (µs since midnight)."""

    start: int
    end: int

    def holds(self, time: int) -> bool:
        """Tell whether a time of day lies inside; a window may run over midnight."""
        start, end = self
        return start <= time < end if start <= end else time >= start or time < end


class DueTime(NamedTuple):
    """A time of day so many days after the day something happened."""

    days: int
    time: int

    def after(self, moment: int) -> int:
        """The moment this falls due for something that happened at `moment`."""
        return (moment // DAY + self.days) * DAY + self.time


def day_of(moment: int) -> int:
    """The Beijing day a moment belongs to."""
    return moment // DAY


def _date(day: int) -> date:
    return date.fromordinal(day + _EPOCH)


def year_of(day: int) -> int:
    """The calendar year a day belongs to."""
    return _date(day).year


def month_of(day: int) -> str:
    """The calendar month a day belongs to, as `2025-03`."""
    return _date(day).isoformat()[:7]


def first_of_year(year: int) -> int:
    """The first day of a year."""
    return date(year, 1, 1).toordinal() - _EPOCH


def first_of_next_month(day: int) -> int:
    """The first day of the month after a day's."""
    today = _date(day)
    year, month = (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
    return date(year, month, 1).toordinal() - _EPOCH


def months_after(day: int, months: int) -> int:
    """The same day of a later month, or that month's last day where it is shorter."""
    start = _date(day)
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    last = first_of_next_month(date(year, month + 1, 1).toordinal() - _EPOCH) - 1
    return min(date(year, month + 1, 1).toordinal() - _EPOCH + start.day - 1, last)


def working_day_after(day: int, count: int) -> int:
    """The day so many working days later; Saturdays and Sundays do not count, holidays do."""
    while count:
        day += 1
        count -= _date(day).weekday() < 5
    return day


def parse_day(text: str) -> int:
    """Read `2025-11-10`.

    Raises:
        ValueError: when it is not written so, or the calendar has no such day.
    """
    if _DAY.fullmatch(text) is None:
        raise ValueError(Said("value.not_day", text=text[:40]))
    return _day(text)


@lru_cache(maxsize=4096)
def _day(text: str) -> int:
    try:
        return date.fromisoformat(text).toordinal() - _EPOCH
    except ValueError:
        raise ValueError(Said("value.no_such_day", text=text)) from None


def parse_moment(text: str) -> int:
    """Read `YYYY-MM-DD HH:MM[:SS[.ffffff]]`, Beijing time.

    Raises:
        ValueError: when the time of day is missing, or there is no such day or time.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(_why_not_moment(text))
    day, hour, minute, second, fraction = match.groups()
    clock = _clock(text, int(hour), int(minute), int(second or 0))
    return _day(day) * DAY + clock + int((fraction or "").ljust(6, "0"))


def _why_not_moment(text: str) -> Said:
    if _DAY.fullmatch(text):
        return Said("value.no_time", text=text)
    return Said("value.not_moment", text=text[:40])


def _clock(text: str, hour: int, minute: int, second: int = 0) -> int:
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(Said("value.no_such_time", text=text))
    return hour * HOUR + minute * MINUTE + second * SECOND


def format_day(day: int) -> str:
    """Write a day as `2025-11-10`; one that no calendar has, forged perhaps, by its number."""
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return f"1970-01-01{day:+}d"
    return _date(day).isoformat()


def format_clock(time: int) -> str:
    """Write a time of day as `HH:MM[:SS[.ffffff]]`."""
    minutes, rest = divmod(time, MINUTE)
    text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    if rest:
        text += f":{rest // SECOND:02d}"
    if rest % SECOND:
        text += f".{rest % SECOND:06d}"
    return text


def format_moment(moment: int) -> str:
    """Write a moment as `2025-11-10 20:05`, with seconds only when there are any."""
    return f"{format_day(moment // DAY)} {format_clock(moment % DAY)}"


def parse_hours(text: str) -> tuple[Window, ...]:
    """Read `22:00-06:00`, or several windows separated by commas.

    Raises:
        ValueError: when it is not written so.
    """
    return tuple(_window(part.strip()) for part in text.split(","))


def _window(text: str) -> Window:
    start, dash, end = text.replace("–", "-").partition("-")
    if not dash or start.strip() == end.strip():
        raise ValueError(Said("value.not_hours", text=text))
    return Window(_time(start.strip()), _time(end.strip()))


def _time(text: str) -> int:
    match = _CLOCK.fullmatch(text)
    if text == "24:00":
        return DAY
    if match is None:
        raise ValueError(Said("value.not_clock", text=text[:40]))
    return _clock(text, int(match[1]), int(match[2]))


def parse_due(text: str) -> DueTime:
    """Read `06:00 next day` or `22:00 same day`.

    Raises:
        ValueError: when it is not written so.
    """
    match = _DUE.fullmatch(text)
    if match is None:
        raise ValueError(Said("value.not_due", text=text[:40]))
    return DueTime(1 if match[2] == "next" else 0, _time(match[1]))


def format_hours(windows: tuple[Window, ...]) -> str:
    """Write windows as `22:00–06:00`."""
    return ", ".join(f"{_edge(w.start)}–{_edge(w.end)}" for w in windows)


def format_due(due: DueTime) -> str:
    """Write a due time the way a policy file states it."""
    return f"{format_clock(due.time)} {'next' if due.days else 'same'} day"


def _edge(time: int) -> str:
    return "24:00" if time == DAY else format_clock(time)
