"""How a real file is spoiled: cut, doubled, swapped, retyped, deepened, swollen, oddly encoded."""

import re
from collections.abc import Callable
from random import Random

Mutation = Callable[[str, Random], str]

TOKEN = re.compile(r"[^\s{}\[\],:\"']+")
LONGEST = 400_000
"""Characters beyond which a text is made no longer: what is sought is depth, not size."""

TYPES = (
    *("~", "no", "null", "true", "[]", "{}", '""', "''", "-1", "0", "1.5e309", "0x1F", "1_000"),
    *("2025-02-30", "0000-00-00", "9999-12-31", "2025-11-10 24:00", "25:61", "22:00-22:00"),
    *(
        "0元",
        "-5元",
        "1,000元",
        "１元",
        "٣元",
        "0.001元",
        "1元1元",
        "元",
        "1e3元",
        "0分",
        "99.999%",
    ),
    *("!!python/object:os.system x", "&a", "*a", "<<", "|", ">", "? x", "---", "...", "%YAML 9.9"),
    *("CN", "CN-ZZ", "CN-SN-999999", "li", "li/wallet", "outside/opening", "transit", "//", "/"),
    *("inherit", "fill", "never", "refused", "__class__", "{0}", "%s", "{amount}", "\\", "\\u0000"),
    *("%Y%Y", "%d", "%Y-%m-%d %z", "model_fields", "NaN", "\\ud800", "\t", ","),
)
"""What a value is changed into: other types, other units, edges, tricks and words of the files."""

ODD = (
    *("\u202e", "\ufeff", "\u0085", "\u2028", "\u200b", "\u0000", "\x1b[31m", "\x7f", "\t", "\r"),
    *(
        "😀",
        "e\u0301",
        "ﷺ",
        "\uff21",
        "\ud800",
        "\udcff",
        "\U0010ffff",
        "\u00a0",
        "\u3000",
        "ß",
        "İ",
    ),
)


def _span(text: str, chance: Random, most: int = 2000) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.choice((1, 3, 20, 200, most)))


def _token(text: str, chance: Random) -> tuple[int, int]:
    """Where a word of the text stands; nothing where there is none."""
    start = chance.randrange(len(text) + 1)
    found = TOKEN.search(text, start) or TOKEN.search(text)
    return found.span() if found else (start, start)


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


def _cut(text: str, chance: Random) -> str:
    start, stop = _span(text, chance)
    return text[:start] if chance.random() < 0.2 else text[:start] + text[stop:]


def _cut_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    del lines[chance.randrange(len(lines))]
    return "\n".join(lines)


def _double_line(text: str, chance: Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    lines[place:place] = [lines[place]] * chance.choice((1, 1, 2, 60))
    return "\n".join(lines)


def _double(text: str, chance: Random) -> str:
    start, stop = _span(text, chance)
    return text[:stop] + text[start:stop] * chance.choice((1, 1, 3, 50)) + text[stop:]


def _swap_lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _transplant(text: str, chance: Random) -> str:
    """A word of the file in the place of another."""
    start, stop = _token(text, chance)
    return _put(text, _token(text, chance), text[start:stop])


def _retype(text: str, chance: Random) -> str:
    return _put(text, _token(text, chance), chance.choice(TYPES))


def _deepen(text: str, chance: Random) -> str:
    start, stop = _token(text, chance)
    depth = chance.choice((1, 3, 40, 70, 3000))
    opening, closing = chance.choice((("[", "]"), ("{a: ", "}"), ('{"a":', "}"), ("- ", "")))
    whole = chance.random() < 0.8
    return _put(text, (start, stop), opening * depth + text[start:stop] + closing * depth * whole)


def _swell(text: str, chance: Random) -> str:
    """A number with very many digits, or a very long word."""
    digits = chance.choice(("9", "0", "1", "-9", "9.", "0.", "a", "李", "9/", "元"))
    return _put(text, _token(text, chance), digits * chance.choice((5, 19, 40, 5000, 70_000)))


def _digit(text: str, chance: Random) -> str:
    """Another number where one stands."""
    found = [m.span() for m in re.finditer(r"\d+", text[:LONGEST])]
    if not found:
        return text
    new = chance.choice((0, 1, 12, 13, 28, 31, 60, 99, 2**31, 2**53 + 1, 2**63, 10**15))
    return _put(text, chance.choice(found), str(new))


def _odd(text: str, chance: Random) -> str:
    place = chance.randrange(len(text) + 1)
    return text[:place] + chance.choice(ODD) + text[place:]


def _line_ends(text: str, chance: Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\n\n", "\n\r", "\u2028")))


def _indent(text: str, chance: Random) -> str:
    lines = text.split("\n")
    place = chance.randrange(len(lines))
    lines[place] = chance.choice((" ", "  ", "\t")) + lines[place]
    return "\n".join(lines)


MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _cut_line,
    _double_line,
    _double,
    _swap_lines,
    *(_transplant,) * 4,
    *(_retype,) * 4,
    _deepen,
    _swell,
    *(_digit,) * 2,
    _odd,
    _line_ends,
    _indent,
)


def spoiled_text(text: str, chance: Random) -> str:
    """A text with one to six changes."""
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        if len(text) < LONGEST:
            text = chance.choice(MUTATIONS)(text, chance)
    return text


def spoiled(data: bytes, chance: Random) -> bytes:
    """A text file with some changes, now and then of its bytes as well."""
    text = spoiled_text(data.decode("utf-8", "surrogateescape"), chance)
    raw = text.encode("utf-8", "surrogatepass")
    match chance.randrange(40):
        case 0:
            return b"\xef\xbb\xbf" + raw
        case 1:
            return text.encode("utf-16", "surrogatepass")
        case 2:
            return text.encode("gb18030", "replace")
        case 3 | 4:
            return spoiled_bytes(raw, chance)
        case _:
            return raw


def spoiled_bytes(data: bytes, chance: Random) -> bytes:
    """Bytes with some of them turned over, cut, moved or put in."""
    raw = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        start = chance.randrange(len(raw) + 1)
        stop = start + chance.choice((1, 2, 4, 16, 512, 4096))
        match chance.randrange(6):
            case 0:
                del raw[start:stop]
            case 1:
                raw[start:start] = raw[start:stop]
            case 2:
                raw[start:stop] = bytes(len(raw[start:stop]))
            case 3:
                raw[start:stop] = b"\xff" * len(raw[start:stop])
            case _:
                for place in range(start, min(stop, start + 4, len(raw))):
                    raw[place] ^= 1 << chance.randrange(8)
    return bytes(raw)
