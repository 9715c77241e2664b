"""Reads JSON lines of the plain shape as rows for the kernel, byte by byte; others not at all.

A line is plain when it is one JSON object of `key`, `at` and either `transfer` (`from`, `to`,
`amount_fen`) or `accept`, in any order, with no escapes and nothing but ASCII where it matters.
Every other line is marked for the event path, which knows the whole language.
"""

import numpy as np

from ledger.bulk import cells as c
from ledger.bulk.cells import Cells, Texts
from ledger.bulk.compiled import compiled, inlined
from ledger.journal.packed import AS_PERSONAL, AS_WALLET, BARE
from ledger.words.accounts import PERSONAL, WALLET
from ledger.words.moments import DAY, HOUR, MINUTE, SECOND
from ledger.words.money import MOST_FEN


def _bytes(text: str) -> Texts:
    return np.frombuffer(text.encode(), np.uint8)


_KEY, _AT, _TRANSFER, _ACCEPT = (_bytes(word) for word in ("key", "at", "transfer", "accept"))
_FROM, _TO, _FEN = (_bytes(word) for word in ("from", "to", "amount_fen"))
_PERSONAL, _WALLET = _bytes(PERSONAL), _bytes(WALLET)
_QUOTE, _BACKSLASH, _COLON, _COMMA, _SLASH, _OPEN, _CLOSE = (ord(sign) for sign in '"\\:,/{}')
_SPACE, _TAB, _LF, _CR, _ZERO, _DASH, _T, _DOT = (ord(sign) for sign in " \t\n\r0-T.")
_DELETE = 0x7F
_SAW_KEY, _SAW_AT, _SAW_TRANSFER, _SAW_ACCEPT = 1, 2, 4, 8
_SAW_FROM, _SAW_TO, _SAW_FEN = 1, 2, 4
_BEFORE = np.array([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365], np.int64)
"""Days of a common year before each month."""


@compiled
def scan(text: Texts, end: int, rows: Cells) -> tuple[int, int]:
    """Read whole lines as rows; how many rows there are, and where the rest of the text begins.

    Args:
        text: lines, and perhaps the beginning of one more.
        end: how many bytes of it there are.
        rows: where they go; blank lines make none.
    """
    count = at = 0
    while count < rows.shape[0]:
        stop = at
        while stop < end and text[stop] != _LF:
            stop += 1
        if stop == end:
            break
        first = _skip(text, at, stop)
        if first < stop:
            row = rows[count]
            row[:] = 0
            row[c.LINE_AT], row[c.LINE_SIZE] = at, stop - at
            if not _line(text, first, stop, row):
                row[c.KIND] = c.EVENT_PATH
            count += 1
        at = stop + 1
    return count, at


@inlined
def _skip(text: Texts, at: int, end: int) -> int:
    while at < end and (text[at] == _SPACE or text[at] == _TAB or text[at] == _CR):
        at += 1
    return at


@inlined
def _is(text: Texts, at: int, size: int, word: Texts) -> bool:
    if size != word.size:
        return False
    for place in range(size):
        if text[at + place] != word[place]:
            return False
    return True


@inlined
def _string(text: Texts, at: int, end: int) -> int:
    """Where a plain string that begins here ends, behind its quote; 0 when there is none."""
    if at >= end or text[at] != _QUOTE:
        return 0
    at += 1
    while at < end and text[at] != _QUOTE:
        if text[at] < _SPACE or text[at] >= _DELETE or text[at] == _BACKSLASH:
            return 0
        at += 1
    return at + 1 if at < end else 0


@inlined
def _colon(text: Texts, at: int, end: int) -> int:
    """Where the value behind a key begins; 0 when no colon stands there."""
    at = _skip(text, at, end)
    return _skip(text, at + 1, end) if at < end and text[at] == _COLON else 0


@inlined
def _next(text: Texts, at: int, end: int) -> int:
    """Where the next key of an object begins; 0 for none, below it where the object ends."""
    at = _skip(text, at, end)
    if at < end and text[at] == _COMMA:
        return _skip(text, at + 1, end)
    return -(at + 1) if at < end and text[at] == _CLOSE else 0


@inlined
def _line(text: Texts, at: int, end: int, row: Cells) -> bool:
    if text[at] != _OPEN:
        return False
    at, seen = _skip(text, at + 1, end), 0
    while True:
        stop = _string(text, at, end)
        value = _colon(text, stop, end) if stop else 0
        if not value:
            return False
        at, saw = _member(text, (at + 1, stop - at - 2, value, end), row)
        if not at or seen & saw:
            return False
        seen |= saw
        at = _next(text, at, end)
        if at <= 0:
            break
    row[c.KIND] = c.TRANSFER if seen & _SAW_TRANSFER else c.ACCEPT
    whole = seen == _SAW_KEY | _SAW_AT | _SAW_TRANSFER or seen == _SAW_KEY | _SAW_AT | _SAW_ACCEPT
    return at < 0 and whole and _skip(text, -at, end) == end


@inlined
def _member(text: Texts, places: tuple[int, int, int, int], row: Cells) -> tuple[int, int]:
    """Where the value of a key of the line ends, 0 when it is not plain; and which key it was."""
    name, size, at, end = places
    if _is(text, name, size, _TRANSFER):
        return _transfer(text, at, end, row), _SAW_TRANSFER
    stop = _string(text, at, end)
    if not stop:
        return 0, 0
    if _is(text, name, size, _KEY):
        row[c.KEY_AT], row[c.KEY_SIZE] = at + 1, stop - at - 2
        return (stop if names_step(text, at + 1, stop - 1) else 0), _SAW_KEY
    if _is(text, name, size, _AT):
        return (stop if moment(text, at + 1, stop - 1, row) else 0), _SAW_AT
    if _is(text, name, size, _ACCEPT):
        row[c.FROM_AT], row[c.FROM_SIZE] = at + 1, stop - at - 2
        return (stop if names_step(text, at + 1, stop - 1) else 0), _SAW_ACCEPT
    return 0, 0


@inlined
def _transfer(text: Texts, at: int, end: int, row: Cells) -> int:
    if at >= end or text[at] != _OPEN:
        return 0
    at, seen = _skip(text, at + 1, end), 0
    while True:
        stop = _string(text, at, end)
        value = _colon(text, stop, end) if stop else 0
        if not value:
            return 0
        at, saw = _end_of(text, (at + 1, stop - at - 2, value, end), row)
        if not at or seen & saw:
            return 0
        seen |= saw
        at = _next(text, at, end)
        if at <= 0:
            break
    return -at if seen == _SAW_FROM | _SAW_TO | _SAW_FEN else 0


@inlined
def _end_of(text: Texts, places: tuple[int, int, int, int], row: Cells) -> tuple[int, int]:
    name, size, at, end = places
    if _is(text, name, size, _FEN):
        return _fen(text, at, end, row), _SAW_FEN
    stop = _string(text, at, end)
    if not stop:
        return 0, 0
    if _is(text, name, size, _FROM):
        return (stop if payer(text, at + 1, stop - 1, row) else 0), _SAW_FROM
    if _is(text, name, size, _TO):
        return (stop if payee(text, at + 1, stop - 1, row) else 0), _SAW_TO
    return 0, 0


@inlined
def _fen(text: Texts, at: int, end: int, row: Cells) -> int:
    """Where a whole number from 1 to `MOST_FEN` ends; 0 when there is none."""
    fen = begun = 0
    if at < end and text[at] == _ZERO:
        return 0
    while at < end and _ZERO <= text[at] < _ZERO + 10 and fen <= MOST_FEN:
        fen = 10 * fen + text[at] - _ZERO
        begun, at = 1, at + 1
    row[c.FEN] = fen
    return at if begun and fen <= MOST_FEN else 0


@inlined
def names_step(text: Texts, at: int, stop: int) -> bool:
    """Whether a text may be a key (`step_id`), and is not empty."""
    for place in range(at, stop):
        sign = text[place]
        if sign <= _SPACE or sign >= _DELETE:
            return False
        if sign == _SLASH or sign == _COMMA or sign == _COLON:
            return False
    return 0 < stop - at <= 64


@inlined
def _slash(text: Texts, at: int, stop: int) -> int:
    while at < stop and text[at] != _SLASH:
        at += 1
    return at


@inlined
def payer(text: Texts, at: int, stop: int, row: Cells) -> bool:
    """Note whose account it is, and how it is written; False for what the kernel does not take."""
    slash = _slash(text, at, stop)
    row[c.FROM_AT], row[c.FROM_SIZE] = at, slash - at
    if slash == stop:
        row[c.FORM] += BARE
    elif _is(text, slash + 1, stop - slash - 1, _PERSONAL):
        row[c.FORM] += AS_PERSONAL
    elif _is(text, slash + 1, stop - slash - 1, _WALLET):
        row[c.FORM] += AS_WALLET
    else:
        return False
    return True


@inlined
def payee(text: Texts, at: int, stop: int, row: Cells) -> bool:
    """The same for the one who gets the money, on a wallet only."""
    slash = _slash(text, at, stop)
    row[c.TO_AT], row[c.TO_SIZE] = at, slash - at
    if slash != stop:
        row[c.FORM] += 3 * AS_WALLET
        return _is(text, slash + 1, stop - slash - 1, _WALLET)
    return True


@inlined
def _number(text: Texts, at: int, size: int) -> int:
    """A number of so many digits; -1 when it is none."""
    number = 0
    for place in range(at, at + size):
        if not _ZERO <= text[place] < _ZERO + 10:
            return -1
        number = 10 * number + text[place] - _ZERO
    return number


@inlined
def moment(text: Texts, at: int, stop: int, row: Cells) -> bool:
    """Note a moment, as `moments.parse_moment` reads it; False for what is none."""
    size = stop - at
    if size < 16 or text[at + 4] != _DASH or text[at + 7] != _DASH or text[at + 13] != _COLON:
        return False
    if text[at + 10] != _SPACE and text[at + 10] != _T:
        return False
    day = _day(_number(text, at, 4), _number(text, at + 5, 2), _number(text, at + 8, 2))
    hour, minute = _number(text, at + 11, 2), _number(text, at + 14, 2)
    rest = _seconds(text, at + 16, stop)
    if day < 0 or not 0 <= hour <= 23 or not 0 <= minute <= 59 or rest < 0:
        return False
    row[c.AT] = day * DAY + hour * HOUR + minute * MINUTE + rest
    return True


@inlined
def _seconds(text: Texts, at: int, stop: int) -> int:
    """Seconds and their fraction behind a minute (µs); -1 when they are not written so."""
    if at == stop:
        return 0
    if stop - at < 3 or text[at] != _COLON:
        return -1
    seconds = _number(text, at + 1, 2)
    if not 0 <= seconds <= 59:
        return -1
    if stop - at == 3:
        return seconds * SECOND
    digits = stop - at - 4
    if text[at + 3] != _DOT or not 1 <= digits <= 6:
        return -1
    fraction = _number(text, at + 4, digits)
    for _ in range(6 - digits):
        fraction *= 10
    return seconds * SECOND + fraction if fraction >= 0 else -1


@inlined
def _day(year: int, month: int, day: int) -> int:
    """The day since 1970-01-01; -1 when there is none such, or it is before that."""
    if year < 1970 or not 1 <= month <= 12 or day < 1:
        return -1
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = _BEFORE[month] - _BEFORE[month - 1] + (1 if leap and month == 2 else 0)
    if day > length:
        return -1
    before = year - 1
    days = 365 * (year - 1970) + before // 4 - before // 100 + before // 400 - 477
    return days + _BEFORE[month - 1] + (1 if leap and month > 2 else 0) + day - 1


@compiled
def transfers(text: Texts, places: Cells, fens: Cells, rows: Cells) -> None:
    """Read columns of transfers as rows.

    Args:
        text: the texts of all columns, one behind the other.
        places: for keys, moments, payers and payees where each text begins, and the last ends.
        fens: amounts.
        rows: where they go.
    """
    for number in range(rows.shape[0]):
        row = rows[number]
        row[c.KEY_AT] = places[0, number]
        row[c.KEY_SIZE] = places[0, number + 1] - places[0, number]
        row[c.FEN], row[c.KIND] = fens[number], c.TRANSFER
        plain = names_step(text, places[0, number], places[0, number + 1])
        plain = moment(text, places[1, number], places[1, number + 1], row) and plain
        plain = payer(text, places[2, number], places[2, number + 1], row) and plain
        plain = payee(text, places[3, number], places[3, number + 1], row) and plain
        if not plain or not 0 < fens[number] <= MOST_FEN:
            row[c.KIND] = c.EVENT_PATH
