"""Whether a text that a reader gets in Chinese has an English sentence left in it."""

import re

CHINESE = re.compile("[\u4e00-\u9fff]")
_EXCERPT = re.compile(r"^ *\d* \| .*(?<!？)$", re.MULTILINE)
_DATA = re.compile(
    r"“[^”]*”|`[^`]*`|\[[^]]*\]|“[^”\n]*…|\S*[/@_.]\S*|expect|inherit|end|tighten|loosen"
)
_THREE_WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? [A-Za-z]{2,}[,;:]? [A-Za-z]{2,}")


def english_left(told: str) -> list[str]:
    """Three English words in a row outside of quoted lines, names and codes."""
    said = _DATA.sub("", _EXCERPT.sub("", told))
    return [found[0] for found in _THREE_WORDS.finditer(said)]
