"""Decides how a text is told: by a name in the one table and its values, as late as it is read."""

from collections.abc import Mapping

from ledger.text.labels import Pair
from ledger.text.pairs import PAIRS


class Said(str):
    """A text that can be told in either language; as a `str` it is the English one.

    It is made of a name in `PAIRS` and values for its placeholders. A value may be a `Said`
    itself, a `Pair` of data (a region's two names), or a tuple of texts, which is told as a
    list. Joining it to another text gives a plain `str`, which is English for ever: what is told
    together is one pair.

    Attributes:
        name: the pair's name: `yaml.key_twice`.
        values: by placeholder.

    Raises:
        KeyError: when there is no such pair, or a placeholder has no value.
    """

    __slots__ = ("name", "values")
    name: str
    values: Mapping[str, object]

    def __new__(cls, name: str, /, **values: object) -> "Said":
        """The text in English; name and values stay with it."""
        self = super().__new__(cls, _filled(name, values, "en"))
        self.name = name
        self.values = values
        return self

    def __str__(self) -> str:
        """Itself, so that `str(error)` of an error raised with it can still be told."""
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        """What a copy is made of."""
        return (self.name,), self.values


def told(text: str, lang: str) -> str:
    """The text in a language, `zh` or `en`; one that is not a `Said` as it stands."""
    return _filled(text.name, text.values, lang) if isinstance(text, Said) else text


def _filled(name: str, values: Mapping[str, object], lang: str) -> str:
    return PAIRS[name](lang).format(**{key: _value(v, lang) for key, v in values.items()})


def _value(value: object, lang: str) -> object:
    if type(value) is tuple:  # a named one says itself what it is
        return ("、" if lang == "zh" else ", ").join(told(str(part), lang) for part in value)
    if isinstance(value, Pair):
        return value(lang)
    return told(value, lang) if isinstance(value, str) else value
