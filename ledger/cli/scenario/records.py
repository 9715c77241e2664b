"""Where run records are kept, and how they are compared with kept ones."""

import json
from pathlib import Path

import typer

from ledger.cli.output import fail, language, tell
from ledger.scenario.record import Record, record_differences
from ledger.text.problems import counted
from ledger.text.said import Said, told


def check_folders(save: Path | None, baseline: Path | None) -> None:
    """End the program when records could not be written, or there are none to compare with."""
    if baseline is not None and not baseline.is_dir():
        fail(Said("command.no_folder", path=baseline))
    if save is not None:
        try:
            save.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            fail(Said("command.unwritable", path=save, why=error.strerror))


def save_records(records: list[Record], folder: Path) -> None:
    """Write one record a scenario; ends the program when the folder cannot be written."""
    try:
        for record in records:
            text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
            (folder / f"{record['scenario']}.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        fail(Said("command.unwritable", path=folder, why=error.strerror))
    kept = counted(len(records), "record")
    tell(Said("command.records_kept", records=kept, folder=folder))


def compare_records(records: list[Record], folder: Path) -> int:
    """Print every difference to the kept records; the number of scenarios that differ."""
    differing = 0
    for record in records:
        lines = list(_differences(record, folder / f"{record['scenario']}.json"))
        differing += bool(lines)
        for line in lines:
            typer.echo(
                told(
                    Said("replay.differs", scenario=record["scenario"], difference=line), language()
                )
            )
    tell(Said("command.as_recorded", same=len(records) - differing, all=len(records)))
    return differing


def _differences(record: Record, path: Path) -> list[Said]:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return [Said("replay.no_record", folder=path.parent)]
    except (OSError, ValueError):
        return [Said("replay.not_record", path=path)]
    if not isinstance(kept, dict) or kept.get("format") != record["format"]:
        return [Said("replay.not_format", path=path, format=record["format"])]
    return list(record_differences(kept, record))
