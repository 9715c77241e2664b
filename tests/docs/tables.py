"""Tables of the documents, and what may stand in a cell of one."""

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, and an empty one below it."""
    rule = ["---"] * len(head)
    return [f"| {' | '.join(row)} |" for row in (head, rule, *rows)] + [""]


def cell(text: str) -> str:
    """A text that may hold anything, on one line and without a bar of its own."""
    return " ".join(text.split()).replace("|", "\\|")
