"""One policy file in hand: what it says, where each part of it stands, what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import ValidationError

from ledger.policy.model import PolicyFile
from ledger.policy.salvage import Path, salvage
from ledger.text.problems import Problem
from ledger.text.reader import Document
from ledger.text.shape import Codes, problems_of

CODES = Codes("P001", "P002", "P003")

T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """A file whose shape is sound, or the sound part of it.

    Attributes:
        file: what it says.
        problems: grows while the file is checked.
        kept: of each list that lost items, the numbers that the others have in the file.
        spoilt: the paths that were left out.
    """

    file: PolicyFile
    document: Document
    problems: list[Problem]
    kept: Mapping[Path, tuple[int, ...]] = field(default_factory=dict)
    spoilt: frozenset[Path] = frozenset()

    @property
    def region(self) -> str:
        """Whose file it is."""
        return self.file.region

    def names(self, key: str) -> tuple[str, ...]:
        """The keys of a top-level mapping as written, those with a mistake included."""
        data = self.document.data
        part = data.get(key) if isinstance(data, dict) else None
        return tuple(part) if isinstance(part, dict) else ()

    def items(self, items: Sequence[T], where: Path) -> Iterator[tuple[Path, T]]:
        """The items of a list, each with its path in the file."""
        numbers = self.kept.get(where, range(len(items)))
        return (((*where, n), item) for n, item in zip(numbers, items, strict=True))

    def say(self, where: Path, code: str, message: str, hint: str = "") -> None:
        """Note a problem at the value of a path."""
        place = self.document.positions.value(where)
        self.problems.append(Problem(self.document.path, *place, code, message, hint))

    def say_key(self, where: Path, code: str, message: str, hint: str = "") -> None:
        """Note a problem at the key of a path."""
        place = self.document.positions.key(where)
        self.problems.append(Problem(self.document.path, *place, code, message, hint))


def page_of(document: Document) -> tuple[Page | None, list[Problem]]:
    """A document as a page, and what is wrong with its shape.

    There is no page when too little of the file is sound to go on with.
    """
    problems = list(document.problems)
    if document.data is None:
        return None, problems
    try:
        page = Page(PolicyFile.model_validate(document.data), document, [])
    except ValidationError as error:
        problems += problems_of(error, document, CODES, PolicyFile)
        rest = salvage(document.data, error)
        if rest is None:
            return None, problems
        page = Page(rest.file, document, [], rest.kept, rest.spoilt)
    return (page if document.complete else None), problems
