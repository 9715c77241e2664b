"""From policy files to a policy book: every mistake of every file at once, or a book."""

from collections.abc import Iterable, Iterator

from ledger.policy.book import PolicyBook
from ledger.policy.checks import (
    check_definition,
    check_how,
    check_places,
    check_rules,
    check_unencoded,
)
from ledger.policy.dated import Dated, Definition
from ledger.policy.direction import direction_problems
from ledger.policy.model import Record
from ledger.policy.page import Page, page_of
from ledger.policy.records import dated_values
from ledger.policy.salvage import Path
from ledger.policy.typed import definition_of
from ledger.text.problems import FileProblems, Problem, did_you_mean
from ledger.text.reader import Document
from ledger.text.said import Said
from ledger.words.regions import NATION


def load(documents: Iterable[Document]) -> PolicyBook:
    """Make a policy book of files, in whatever order they come.

    Raises:
        FileProblems: with every mistake of every file.
    """
    loader = _Loader()
    for document in documents:
        loader.take(document)
    return loader.book()


class _Loader:
    """Collects files, then values, then problems; used once."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self.problems: list[Problem] = []
        self.whole = True  # of every file enough could be read to go on
        self.unsound: set[str] = set()  # parameters of which some value is not known
        self.definitions: dict[str, Definition] = {}
        self.history: dict[tuple[str, str], tuple[Dated, ...]] = {}

    def take(self, document: Document) -> None:
        """Read one file's shape."""
        page, problems = page_of(document)
        self.problems += problems
        if page is None:
            self.whole = False
        elif page.region in self.pages:
            first = self.pages[page.region].document.path
            page.say(
                ("region",), "P007", Said("policy.file_twice", region=page.region, first=first)
            )
            self.problems += page.problems
        else:
            self.pages[page.region] = page
            self.unsound |= {str(path[1]) for path in page.spoilt if path[1:]}

    def book(self) -> PolicyBook:
        """Check what the files say together."""
        pages = [self.pages[region] for region in sorted(self.pages)]
        nation = self.pages.get(NATION)
        if nation is not None:
            self._define(nation)
            check_rules(nation)
            for page in pages:
                self._check(page)
        elif self.whole:
            path = pages[0].document.path if pages else "policy"
            message = Said("policy.no_nation")
            self.problems.append(Problem(path, 1, 1, "P007", message))
        for page in pages:
            self.problems += page.problems
            if self.whole:
                self.problems += self._directions(page)
        if self.problems or nation is None:
            raise FileProblems(sorted(self.problems))
        files = tuple(page.file for page in pages)
        codes = tuple(row.code for row in nation.file.rules)
        return PolicyBook(files, self.definitions, self.history, codes)

    def _define(self, page: Page) -> None:
        for name, parameter in page.file.parameters.items():
            definition = definition_of(name, parameter, page.document)
            where: Path = ("parameters", name)
            if check_definition(page, parameter, where):
                self.definitions[name] = definition
                self._values(page, definition, parameter.values, where)

    def _check(self, page: Page) -> None:
        check_places(page)
        check_unencoded(page)
        if page.region != NATION:
            for name in page.file.overlay:
                self._overlay(page, name)

    def _overlay(self, page: Page, name: str) -> None:
        definition, overlay = self.definitions.get(name), page.file.overlay[name]
        where: Path = ("overlay", name)
        if definition is not None:
            check_how(page, overlay, definition, where)
            ends = overlay.how == "end"
            self._values(page, definition, overlay.values, where, ends=ends)
            return
        known = self.pages[NATION].names("parameters")
        if name not in known:
            message = Said("policy.not_defined", parameter=name)
            page.say_key(where, "P004", message, did_you_mean(name, known))

    def _values(
        self,
        page: Page,
        definition: Definition,
        records: list[Record],
        where: Path,
        *,
        ends: bool = False,
    ) -> None:
        made = dated_values(page, definition, records, (*where, "values"), ends=ends)
        self.history[definition.name, page.region] = made
        if len(made) < len(records):
            self.unsound.add(definition.name)

    def _directions(self, page: Page) -> Iterator[Problem]:
        for name, overlay in page.file.overlay.items():
            definition = self.definitions.get(name)
            if definition is not None and name not in self.unsound:
                yield from direction_problems(overlay.how, definition, page.region, self.history)
