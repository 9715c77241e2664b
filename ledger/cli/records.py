"""Where run records are kept, and how they are compared with kept ones."""

import json
from pathlib import Path

import typer

from ledger.scenario.record import Record, record_differences


def save_records(records: list[Record], folder: Path) -> None:
    """Write one record a scenario; ends the program when the folder cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for record in records:
            text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
            (folder / f"{record['scenario']}.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        typer.echo(f"{folder}: cannot be written ({error.strerror})", err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{len(records)} records kept in {folder}", err=True)


def compare_records(records: list[Record], folder: Path) -> int:
    """Print every difference to the kept records; the number of scenarios that differ."""
    if not folder.is_dir():
        typer.echo(f"{folder}: no such folder of records", err=True)
        raise typer.Exit(2)
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
