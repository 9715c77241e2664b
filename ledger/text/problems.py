"""Decides how a problem in a file is told: its place, its line with a caret, a suggestion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from ledger.text.said import Said, told
from ledger.text.width import cells, clip, clip_start, harmless

PROBLEMS_SHOWN = 50
"""Most problems that are told of one file."""

_EXCERPT_CELLS = 120
_MESSAGE_CELLS = 400
_QUOTE_CELLS = 40
_TAB_CELLS = 4
_LONGEST_WORD = 64
_MOST_KNOWN = 10_000


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that is wrong in a file; sorts by path, line and column.

    Attributes:
        path: the file as the user named it.
        line: line in the file, from 1.
        col: column in characters (not bytes, not cells), from 1.
        code: stable code, documented in docs/reference/problems.md.
        message: what is wrong, in one sentence.
        hint: a suggestion, shown beside the caret.
        excerpt: the line itself, where the file's text cannot give it.
    """

    path: str
    line: int
    col: int
    code: str
    message: str
    hint: str = ""
    excerpt: str = ""


class FileProblems(Exception):  # noqa: N818 - the user's files are at fault, not the program
    """Files cannot be used; carries every problem found in them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(_headline(problem, "en") for problem in self.problems))


def render(problems: Iterable[Problem], sources: Mapping[str, str], lang: str = "en") -> str:
    """Return the problems as text for a terminal, in file order, with a closing count.

    Args:
        problems: in any order.
        sources: text of each file by path, for the excerpts; a path may be missing.
        lang: language of what is said; codes, places and the lines themselves stay.
    """
    lines: list[str] = []
    shown = files = 0
    more = False
    for path, of_file in groupby(sorted(problems), key=lambda problem: problem.path):
        found = list(of_file)
        lines += _told(found[:PROBLEMS_SHOWN], sources.get(path, "").split("\n"), lang)
        if len(found) > PROBLEMS_SHOWN:
            lines.append(told(Said("yaml.and_more", path=harmless(path)), lang))
            more = True
        shown += min(len(found), PROBLEMS_SHOWN)
        files += 1
    count = Said("yaml.more_than", shown=shown) if more else counted(shown, "problem")
    total = Said("yaml.sum", count=count, files=counted(files, "file"))
    return "\n".join([*lines, told(total, lang), ""])


def quoted(text: str) -> str:
    """Return `text` in quotation marks for a message: harmless and not too long."""
    return f"“{clip(harmless(text[: 4 * _QUOTE_CELLS]), _QUOTE_CELLS)}”"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint `did you mean “amount”?`, or nothing when no known word is near."""
    found = nearest(word, known)
    return "" if found is None else Said("yaml.did_you_mean", word=quoted(found))


def unknown(what: str, word: str) -> Said:
    """Return the message about a name that means nothing: `unknown person “wnag”`."""
    return Said("noun.unknown", what=Said(f"noun.{what}"), word=quoted(word))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` most likely stands for, or None.

    Counts characters changed, added, dropped or swapped with a neighbour, upper and lower case
    alike: one in a short word, two from 6 characters on, three from 10. A tie goes to the word
    of the same letters, then to one that begins alike, then to the first by code point; the
    order of `known` does not matter. Among more than 10,000 words none is looked for.
    """
    others = list(islice((other for other in known if other != word), _MOST_KNOWN + 1))
    if len(word) > _LONGEST_WORD or len(others) > _MOST_KNOWN:
        return None
    limit = 0 if len(word) < 2 else 1 if len(word) < 6 else 2 if len(word) < 10 else 3
    best = min(_ranked(word.casefold(), others, limit), default=None)
    return None if best is None else best[-1]


def _ranked(wanted: str, known: Iterable[str], limit: int) -> Iterator[tuple[int, bool, bool, str]]:
    for other in known:
        folded = other.casefold()
        if abs(len(folded) - len(wanted)) <= limit:
            distance = _distance(wanted, folded, limit)
            if distance <= limit:
                other_letters = sorted(folded) != sorted(wanted)
                yield distance, other_letters, folded[:1] != wanted[:1], other


def _distance(one: str, other: str, limit: int) -> int:
    """Return the edits between two words (swapped neighbours count 1), or more than `limit`."""
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(other) + 1)
    for i, a in enumerate(one, start=1):
        following = [i]
        for j, b in enumerate(other, start=1):
            cost = min(row[j] + 1, following[-1] + 1, row[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            following.append(cost)
        if min(following) > limit:
            return limit + 1
        before, row = row, following
    return row[-1]


def _told(problems: Iterable[Problem], source: Sequence[str], lang: str) -> Iterator[str]:
    for problem in problems:
        yield _headline(problem, lang)
        known = problem.line <= len(source) and source != [""]
        line = problem.excerpt or (source[problem.line - 1] if known else "")
        yield from _pointed(problem, line, told(problem.hint, lang))


def _headline(problem: Problem, lang: str) -> str:
    said = told(problem.message, lang)[: 4 * _MESSAGE_CELLS]
    message = clip(harmless(said), _MESSAGE_CELLS)
    return f"{harmless(problem.path)}:{problem.line}:{problem.col}: {problem.code} {message}"


def _pointed(problem: Problem, line: str, hint: str) -> Iterator[str]:
    """Yield the excerpt and the caret below it, or the hint alone where there is no line."""
    margin = " " * len(f"{problem.line:>5}")
    hint = clip(harmless(hint), _EXCERPT_CELLS)
    if not line:
        if hint:
            yield f"{margin} | {hint}"
        return
    excerpt, offset = _excerpt(line.rstrip("\r"), problem.col - 1)
    yield f"{problem.line:>5} | {excerpt}".rstrip()
    caret = f"{margin} | {' ' * offset}^"
    if offset + cells(hint) <= _EXCERPT_CELLS:
        yield f"{caret} {hint}".rstrip()
    else:
        yield caret
        yield f"{margin} | {hint}"


def _excerpt(line: str, index: int) -> tuple[str, int]:
    """Return the line as shown, cut around `index` if too long, and the cells before it."""
    index = min(index, len(line))
    start, stop = max(0, index - 2 * _EXCERPT_CELLS), index + 2 * _EXCERPT_CELLS
    before = ("…" if start else "") + _visible(line[start:index], 0)
    after = _visible(line[index:stop], cells(before)) + ("…" if stop < len(line) else "")
    before = clip_start(before, max(_EXCERPT_CELLS // 2, _EXCERPT_CELLS - cells(after)))
    return before + clip(after, _EXCERPT_CELLS - cells(before)), cells(before)


def _visible(text: str, column: int) -> str:
    """Return `text`, which begins at cell `column`, harmless and with its tabs as spaces."""
    shown = ""
    for number, piece in enumerate(text.split("\t")):
        if number:
            shown += " " * (_TAB_CELLS - (column + cells(shown)) % _TAB_CELLS)
        shown += harmless(piece)
    return shown


def counted(number: int, noun: str) -> Said:
    """Return a number with its noun, in the plural where English takes one: `2 files`."""
    return Said(f"count.{noun}" if number == 1 else f"count.{noun}s", number=number)
