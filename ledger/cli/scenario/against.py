"""`walletsim replay --against CMD`: another program on the same stories, until it differs."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import typer

from ledger.cli.output import TextFormat, fail, print_json
from ledger.text.said import Said, told

if TYPE_CHECKING:
    from ledger.scenario.story import Scenario
    from ledger.whatif.comparing.against import Compared


def replay_against(
    scenarios: "Sequence[Scenario]",
    command: str,
    seconds: float,
    format_: TextFormat,
    lang: str,
) -> int:
    """Tell every story to the program, each to a run of its own; how many did not go alike."""
    results = []
    for scenario in scenarios:
        result = _one(scenario, command, seconds)
        results.append(result)
        if format_ is TextFormat.jsonl:
            print_json(_plain(result), one_line=True)
        elif format_ is TextFormat.table:
            typer.echo("\n".join(_lines(result, lang)))
    differing = sum(not result["ok"] for result in results)
    if format_ is TextFormat.json:
        print_json([_plain(result) for result in results])
    elif format_ is TextFormat.table:
        typer.echo(_sum(len(results), differing, lang))
    return differing


def _one(scenario: "Scenario", command: str, seconds: float) -> dict[str, Any]:
    from ledger.cli.program import NoProgramError, Program
    from ledger.whatif.comparing.against import ProgramError, against

    result: dict[str, Any] = {"scenario": scenario.name, "file": scenario.document.path}
    try:
        with Program(command, seconds) as program:
            compared = against(scenario, program.ask)
            if compared.difference is None:
                program.finish()
    except NoProgramError as error:
        fail(Said("against.no_program", command=command, why=str(error)))
    except ProgramError as error:
        return {**result, "ok": False, "alike": None, "problem": error.args[0]}
    return {**result, "ok": compared.difference is None, **_found(compared)}


def _found(compared: "Compared") -> dict[str, Any]:
    found: dict[str, Any] = {"alike": compared.alike, "problem": None}
    if compared.difference is None:
        return {**found, "difference": None}
    line, theirs, ours, document = compared.difference
    answers = {"theirs": str(theirs), "ours": str(ours)}
    return {**found, "difference": {"line": line, **answers, "explanation": document}}


def _plain(result: dict[str, Any]) -> dict[str, Any]:
    problem = result.get("problem")
    return {**result, "problem": None if problem is None else str(problem)}


def _lines(result: dict[str, Any], lang: str) -> Iterator[str]:
    from ledger.text.problems import counted
    from ledger.text.width import harmless, pad
    from ledger.whatif.narrate import narrate

    difference, alike = result.get("difference"), counted(result["alike"] or 0, "decision")
    if result["problem"] is not None:
        what = told(result["problem"], lang)
    elif difference is None:
        what = told(Said("against.decisions", decisions=alike), lang)
    else:
        key = difference["line"]["key"]
        what = told(Said("against.differs", decisions=alike, key=key), lang)
    yield harmless(f"{'ok  ' if result['ok'] else 'FAIL'} {pad(result['scenario'], 36)}{what}")
    if difference is None:
        return
    line = json.dumps(difference["line"], ensure_ascii=False, separators=(",", ":"))
    texts = {"asked": line, "answered": difference["theirs"], "ours": difference["ours"]}
    for name, text in texts.items():
        yield harmless(f"  {pad(told(Said(f'against.{name}'), lang), 10)}{text}")
    if difference["explanation"] is not None:
        yield from ("", narrate(difference["explanation"], lang).rstrip())


def _sum(scenarios: int, differing: int, lang: str) -> str:
    from ledger.text.problems import counted

    return told(
        Said("against.sum", scenarios=counted(scenarios, "scenario"), differing=differing), lang
    )
