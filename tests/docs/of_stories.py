"""What the shipped scenarios say: which published case is told where, what hangs on a dispute."""

import re
from functools import cache
from itertools import groupby
from pathlib import Path

from ledger.scenario.load import load_file
from ledger.scenario.story import Scenario
from ledger.whatif.comparing.disputed import Hanging, Turn, hanging
from ledger.whatif.comparing.history import of_scenario
from ledger.words.regions import NATION
from tests.docs.pages import REPO, anchor
from tests.docs.tables import cell, table

FOLDER = REPO / "scenarios"
CASE = re.compile(r"t\d\d-")
ABOUT = re.compile(r"T\d\d \((?P<rows>[^)]*)\): (?P<story>.*)")


@cache
def stories() -> tuple[tuple[Path, Scenario], ...]:
    """Every shipped scenario, by file."""
    return tuple((path, load_file(str(path))) for path in sorted(FOLDER.glob("*.yaml")))


def told_cases() -> dict[str, list[tuple[Path, str]]]:
    """The published cases that are told: T01 and the files with what each is about."""
    cases: dict[str, list[tuple[Path, str]]] = {}
    for path, scenario in stories():
        if CASE.match(path.name):
            data = scenario.document.data
            assert isinstance(data, dict)
            cases.setdefault(path.name[:3].upper(), []).append((path, str(data["about"])))
    return cases


def cases_part() -> str:
    """Every published case, its file and its story."""
    rows = [
        (case, _linked(path), *_about(about))
        for case, told in told_cases().items()
        for path, about in told
    ]
    return "\n".join(table(("case", "scenario", "rests on", "about"), rows))


def _linked(path: Path) -> str:
    return f"[{path.stem}](../../scenarios/{path.name})"


def _about(about: str) -> tuple[str, str]:
    found = ABOUT.fullmatch(about)
    return (found["rows"], cell(found["story"])) if found else ("", cell(about))


def disputed_part() -> str:
    """Every outcome of the shipped scenarios that hangs on a disputed value."""
    rows = [
        (_linked(path), _reading(hung), _turns(hung.turns))
        for path, scenario in stories()
        for hung in hanging(of_scenario(scenario))
    ]
    return "\n".join(table(("scenario", "reading", "steps: was → now"), rows))


def _reading(hung: Hanging) -> str:
    (parameter, region), name = hung.doubt
    page = "parameters.md" if region == NATION else "regions.md"
    heading = anchor(parameter if region == NATION else region)
    return f"[`{parameter}@{region}`]({page}#{heading}) = {name}"


def _turns(turns: tuple[Turn, ...]) -> str:
    """The steps, those that turn alike together."""
    ordered = sorted(turns, key=lambda turn: _first(turns, turn))
    alike = groupby(ordered, key=lambda turn: (turn.was, turn.now))
    return "<br>".join(_together([*same], was, now) for (was, now), same in alike)


def _first(turns: tuple[Turn, ...], turn: Turn) -> int:
    """The place of the first step that turns like this one."""
    return next(i for i, other in enumerate(turns) if other[1:] == turn[1:])


def _together(same: list[Turn], was: str, now: str) -> str:
    return cell(f"{', '.join(turn.step for turn in same)}: {was} → {now}")
