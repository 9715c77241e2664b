"""Decides rows of plain transfers and accepts as the rules of the event path would.

What it cannot decide alone it leaves untouched and hands back. The rules it asks, and their order,
are those of the table that the event path uses (`ledger.bulk.terms`).
"""

from ledger.bulk import cells as c
from ledger.bulk.cells import Batch, Cells, Out, State
from ledger.bulk.compiled import NONE, compiled, inlined
from ledger.bulk.parts import (
    LONGEST_KEY,
    add,
    close,
    digest,
    has_room,
    key_place,
    keyed,
    kin_place,
    person_of,
    queue_up,
    settle,
    source_of,
    tell,
    tell_transfer,
    waiting,
)
from ledger.core.refusals import PRECEDENCE, Code
from ledger.journal.packed import ACCEPTED, AS_WALLET, HELD, REFUSED, SENT, WALLETED
from ledger.words.moments import DAY

LATE = PRECEDENCE[Code.LATE]


@compiled
def decide(s: State, b: Batch, out: Out) -> int:
    """Decide rows from `place[ROW]` on; why it stopped (`DONE_ALL` and what follows it).

    The row it stopped at is not decided; what is due by then may have returned.
    """
    while s.place[c.ROW] < b.rows.shape[0]:
        row = s.place[c.ROW]
        if b.rows[row, c.KIND] == c.EVENT_PATH or b.rows[row, c.KEY_SIZE] > LONGEST_KEY:
            return c.HAND_BACK
        moment = max(b.rows[row, c.AT], s.place[c.NOW])
        if s.place[c.OTHERS_DUE] <= moment or _seen(s, b, row):
            return c.HAND_BACK
        if not settle(s, out, moment) or not has_room(s, out):
            return c.FULL
        accepts = b.rows[row, c.KIND] == c.ACCEPT
        stopped = _accept(s, b, out, row) if accepts else _send(s, b, out, row)
        if stopped:
            return stopped
        s.place[c.ROW] += 1
    return c.DONE_ALL


@inlined
def _seen(s: State, b: Batch, row: int) -> bool:
    found = digest(b.text, b.rows[row, c.KEY_AT], b.rows[row, c.KEY_SIZE])
    return s.digests[key_place(s.digests, found)] == found


@inlined
def terms_today(s: State, at: int, payer: int, payee: int) -> int:
    """The terms between two people; below zero for why they are not there yet."""
    if at // DAY != s.place[c.TODAY]:
        s.place[c.WANTED] = at // DAY
        return -c.NEW_DAY
    pair = s.people[payer, c.REGION] * s.place[c.REGIONS] + s.people[payee, c.REGION]
    if s.today[pair] == NONE:
        s.place[c.WANTED] = pair
        return -c.NEED_TERMS
    return s.today[pair] if s.terms[s.today[pair], c.KNOWN] else -c.HAND_BACK


@inlined
def _send(s: State, b: Batch, out: Out, row: int) -> int:
    cells = b.rows[row]
    payer = person_of(s, b.text, cells[c.FROM_AT], cells[c.FROM_SIZE])
    payee = person_of(s, b.text, cells[c.TO_AT], cells[c.TO_SIZE])
    if payer == NONE or payee == NONE:
        return c.HAND_BACK
    if cells[c.AT] < s.place[c.NOW]:
        return _refuse(s, b, out, row, (payer, payee, LATE))
    terms = terms_today(s, cells[c.AT], payer, payee)
    if terms < 0:
        return -terms
    code = _first_refusal(s, s.terms[terms], cells, payer, payee)
    if code != NONE:
        return _refuse(s, b, out, row, (payer, payee, code))
    return _sent(s, b, out, row, (payer, payee, terms))


@inlined
def _refuse(s: State, b: Batch, out: Out, row: int, why: tuple[int, int, int]) -> int:
    payer, payee, code = why
    at = max(b.rows[row, c.AT], s.place[c.NOW])
    amounts = (payer, payee, b.rows[row, c.FEN])
    event = tell(s, out, at, (REFUSED + code, b.rows[row, c.FORM]), amounts)
    keyed(s, out, b, row, event)
    return 0


@inlined
def _sent(s: State, b: Batch, out: Out, row: int, who: tuple[int, int, int]) -> int:
    payer, payee, terms = who
    if not _fits(s):
        return c.FULL
    at, fen, form = b.rows[row, c.AT], b.rows[row, c.FEN], b.rows[row, c.FORM]
    which = source_of(s.people[payer], form)
    waits = not (s.terms[terms, c.AUTOMATIC] and s.people[payee, c.OPEN])
    what = (HELD if waits else SENT), form + 9 * which
    event = tell(s, out, at, what, (payer, payee, fen))
    where = keyed(s, out, b, row, event)
    add(s, payer, which, -fen)
    transfer = count_sent(s, at, (payer, payee, which, fen))
    _identify(s, b, row, transfer)
    if waits:
        days = at // DAY + s.terms[terms, c.RETURN_DAYS]
        returns = days * DAY + s.terms[terms, c.RETURN_TIME]
        out.cells[6, event] = s.transfers[transfer, c.RETURNS] = returns
        s.transfers[transfer, c.STATE] = c.WAITING
        s.people[payer, c.PENDING] += 1
        s.meant[where] = transfer
        queue_up(s, transfer)
    else:
        add(s, payee, WALLETED, fen)
    return 0


@inlined
def _fits(s: State) -> bool:
    """Whether one more transfer can be remembered."""
    place = s.place
    return place[c.TRANSFERS] + 1 < s.transfers.shape[0] and place[c.IDS] + LONGEST_KEY < s.ids.size


@inlined
def count_sent(s: State, at: int, cells: tuple[int, int, int, int]) -> int:
    """Count a transfer on the payer's day; its number."""
    transfer, person = s.place[c.TRANSFERS], s.people[cells[0]]
    s.place[c.TRANSFERS] += 1
    if person[c.DAY] != at // DAY:
        person[c.DAY], person[c.COUNT], person[c.SENT_FEN] = at // DAY, 0, 0
        person[c.UNDONE], person[c.UNDONE_FEN] = 0, 0
        person[c.LAST_SENT], person[c.LAST_UNDONE] = NONE, NONE
    person[c.COUNT] += 1
    person[c.SENT_FEN] += cells[3]
    t = s.transfers[transfer]
    t[c.PAYER], t[c.PAYEE], t[c.WHICH], t[c.AMOUNT] = cells
    t[c.STATE], t[c.SENT_DAY], t[c.QUEUED] = c.DONE, at // DAY, 0
    t[c.SENT_BEFORE], t[c.UNDONE_BEFORE] = person[c.LAST_SENT], NONE
    person[c.LAST_SENT] = transfer
    return transfer


@inlined
def _identify(s: State, b: Batch, row: int, transfer: int) -> None:
    at, size, end = b.rows[row, c.KEY_AT], b.rows[row, c.KEY_SIZE], s.place[c.IDS]
    for place in range(size):
        s.ids[end + place] = b.text[at + place]
    s.transfers[transfer, c.ID_AT], s.transfers[transfer, c.ID_SIZE] = end, size
    s.place[c.IDS] = end + size


@inlined
def _accept(s: State, b: Batch, out: Out, row: int) -> int:
    """Take a pending transfer; anything but a plain yes is for the event path."""
    cells = b.rows[row]
    transfer = waiting(s, b.text, cells[c.FROM_AT], cells[c.FROM_SIZE])
    if transfer == NONE:
        return c.HAND_BACK
    t = s.transfers[transfer]
    if cells[c.AT] < s.place[c.NOW]:
        return c.HAND_BACK
    terms = terms_today(s, cells[c.AT], t[c.PAYER], t[c.PAYEE])
    if terms < 0:
        return -terms
    if not _accepts(s, s.terms[terms], t[c.PAYEE], cells[c.AT] // DAY):
        return c.HAND_BACK
    close(s, transfer)
    add(s, t[c.PAYEE], WALLETED, t[c.AMOUNT])
    event = tell_transfer(s, out, ACCEPTED, cells[c.AT], transfer)
    keyed(s, out, b, row, event)
    return 0


@inlined
def _accepts(s: State, terms: Cells, payee: int, day: int) -> bool:
    for rule in range(terms[c.ACCEPT_RULES]):
        asked = terms[c.ACCEPT_RULE + rule]
        if asked == c.REFUSE:
            return False
        if asked == c.IF_RECEIVES and not _receives(s, terms, payee, day):
            return False
        if asked == c.IF_PAYEE_WALLET and not s.people[payee, c.OPEN]:
            return False
    return True


@inlined
def _first_refusal(s: State, terms: Cells, cells: Cells, payer: int, payee: int) -> int:
    """The code of the first rule that says no; `NONE` when all say yes."""
    for rule in range(terms[c.RULES]):
        if not _holds(s, terms, cells, (terms[c.RULE + rule], payer, payee)):
            return terms[c.CODE + rule]
    return NONE


@inlined
def _holds(s: State, terms: Cells, cells: Cells, asks: tuple[int, int, int]) -> bool:
    if asks[0] < c.IF_PENDING:
        return _may(s, terms, cells, asks)
    return _within(s.people[asks[1]], terms, cells, asks[0])


@inlined
def _may(s: State, terms: Cells, cells: Cells, asks: tuple[int, int, int]) -> bool:
    """Rules about who, where and when."""
    asked, payer, payee = asks
    people, at = s.people, cells[c.AT]
    if asked == c.IF_ONWARD:
        return cells[c.FORM] % 3 != AS_WALLET or terms[c.ONWARD_ALLOWED] > 0
    if asked == c.IF_ALIVE:
        return people[payer, c.DEAD] + people[payee, c.DEAD] == 0
    if asked == c.IF_RECEIVES:
        return _receives(s, terms, payee, at // DAY)
    if asked == c.IF_WALLETS:
        return people[payer, c.OPEN] * (people[payee, c.OPEN] + terms[c.PEND_UNOPENED]) > 0
    if asked == c.IF_KIN:
        return terms[c.KIN_FREE] > 0 or _related(s.kin, payer << 32 | payee, at // DAY)
    if asked == c.IF_HOURS:
        return not _closed(terms, at % DAY)
    return False


@inlined
def _within(person: Cells, terms: Cells, cells: Cells, asked: int) -> bool:
    """Rules about how much, and how often."""
    fen, today = cells[c.FEN], person[c.DAY] == cells[c.AT] // DAY
    if asked == c.IF_PENDING:
        return person[c.PENDING] < terms[c.CAP_PENDING]
    if asked == c.IF_EACH:
        return fen <= terms[c.CAP_EACH]
    if asked == c.IF_COUNT:
        used = person[c.COUNT] - terms[c.NOT_COUNTED] * person[c.UNDONE] if today else 0
        return used < terms[c.CAP_COUNT]
    if asked == c.IF_AMOUNT:
        used = person[c.SENT_FEN] - terms[c.NOT_COUNTED] * person[c.UNDONE_FEN] if today else 0
        return used + fen <= terms[c.CAP_FEN]
    return fen <= person[c.BALANCE + source_of(person, cells[c.FORM])]


@inlined
def _receives(s: State, terms: Cells, payee: int, day: int) -> bool:
    return s.people[payee, c.SANCTIONED] < day or terms[c.MAY_RECEIVE] > 0


@inlined
def _related(kin: Cells, pair: int, day: int) -> bool:
    place = kin_place(kin, pair)
    relation = kin[place]
    return (
        relation[c.KIN_PAIR] == pair
        and relation[c.KIN_PAUSED] == 0
        and relation[c.KIN_FROM] <= day <= relation[c.KIN_UNTIL]
    )


@inlined
def _closed(terms: Cells, time: int) -> bool:
    """Whether a time of day lies in closed hours, as `Window.holds` says."""
    for window in range(terms[c.WINDOWS]):
        start, end = terms[c.WINDOW + 2 * window], terms[c.WINDOW + 2 * window + 1]
        if start <= end:
            if start <= time < end:
                return True
        elif time >= start or time < end:
            return True
    return False
