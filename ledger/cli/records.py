"""Where run records are kept, and how they are compared with kept ones."""

import json
from pathlib import Path

import typer

from ledger.cli.output import fail
from ledger.scenario.record import Record, record_differences
from ledger.text.problems import counted


def check_folders(save: Path | None, baseline: Path | None) -> None:
    """End the program when records could not be written, or there are none to compare with."""
    if baseline is not None and not baseline.is_dir():
        fail(f"{baseline}: no such folder of records")
    if save is not None:
        try:
            save.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(f"{save}: cannot be written ({error.strerror})")


def save_records(records: list[Record], folder: Path) -> None:
    """Write one record a scenario; ends the program when the folder cannot be written."""
    try:
        for record in records:
            text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
            (folder / f"{record['scenario']}.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        fail(f"{folder}: cannot be written ({error.strerror})")
    typer.echo(f"{counted(len(records), 'record')} kept in {folder}", err=True)


def compare_records(records: list[Record], folder: Path) -> int:
    """Print every difference to the kept records; the number of scenarios that differ."""
    differing = 0
    for record in records:
        lines = list(_differences(record, folder / f"{record['scenario']}.json"))
        differing += bool(lines)
        for line in lines:
            typer.echo(f"{record['scenario']}: {line}")
    typer.echo(f"{len(records) - differing} of {len(records)} as recorded", err=True)
    return differing


def _differences(record: Record, path: Path) -> list[str]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [f"no record in {path.parent}"]
    except (OSError, ValueError):
        return [f"{path} is no run record"]
    if not isinstance(kept, dict) or kept.get("format") != record["format"]:
        return [f"{path} is no run record of format {record['format']}"]
    return list(record_differences(kept, record))
