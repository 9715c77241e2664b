"""What commands share: their tag, and what no command may ask for."""

from collections.abc import Collection

WORD = "do"
"""The tag field that carries a command's word when it is stored."""


def moves_money(fen: int) -> None:
    """See that a command asks for an amount that can be moved.

    Raises:
        ValueError: when it is less than one fen.
    """
    if fen < 1:
        raise ValueError(f"a command moves at least 1 fen, not {fen}")


def is_word(word: str, words: Collection[str]) -> None:
    """See that a word stands on its closed list.

    Raises:
        ValueError: when it does not.
    """
    if word not in words:
        raise ValueError(f"“{word}” is none of {', '.join(words)}")
