"""The tables of `walletsim bench`: what was measured, where time goes, and the goals."""

from collections.abc import Mapping
from typing import Any

from ledger.cli.output import Column, Row, Table
from ledger.text.pairs.benching import BENCHING, MEASURED
from ledger.text.said import Said

Document = Mapping[str, Any]

PROBES = ("P1", "P2", "P3")
UNITS = {"seconds": "s", "p99_ms": "ms p99", "rss_mb": "MB", "bytes_each": "B"}


def machine(document: Document) -> Said:
    """One line of where and of what a run was."""
    found, (before, after) = document["machine"], document["load"]
    return Said(
        "benching.machine",
        **{name: found[name] for name in ("processor", "cores", "python", "sqlite")},
        load=f"{before:.1f}-{after:.1f}",
        commit=document["commit"],
        commands=f"{document['commands']:,}",
        rounds=document["rounds"],
    )


def all_of(document: Document) -> list[Table]:
    """What was measured, where the time of it goes, and what each rule costs."""
    return [measured(document), *peers(document), shares(document), rules(document)]


def goals(document: Document) -> list[Table]:
    """The goals, each with pass or fail; the peers beside them; and how everything was run."""
    return [_goals(document), *all_of(document)]


def measured(document: Document) -> Table:
    """Every measurement with its rates, times, memory and ratios."""
    columns = (
        Column("name", BENCHING["what"], _named, narrows=False),
        Column("rate", BENCHING["rate"], lambda row, _: _number(row["rate"]), right=True),
        Column("cpu", BENCHING["cpu_rate"], lambda row, _: _cpu_rate(row), right=True),
        Column("p99_ms", BENCHING["milliseconds"], lambda row, _: _times(row), right=True),
        Column("rss_mb", BENCHING["rss_mb"], lambda row, _: _number(row["rss_mb"]), right=True),
        Column("bytes_each", BENCHING["bytes_an_event"], lambda row, _: _bytes(row), right=True),
        Column("ratios", BENCHING["ratios"], lambda row, _: _ratios(row), right=True),
        Column("how", BENCHING["how"]),
    )
    return Table(columns, document["measured"])


def peers(document: Document) -> list[Table]:
    """Recorded figures of the peers that did not run."""
    columns = (
        Column("name", BENCHING["recorded"]),
        Column("rate", BENCHING["rate"], lambda row, _: _number(row["rate"]), right=True),
        Column("of", BENCHING["what"]),
    )
    return [Table(columns, document["recorded"])]


def shares(document: Document) -> Table:
    """Where the processor time goes, by stage."""
    columns = (
        Column("name", BENCHING["shares"], _named, narrows=False),
        Column("of", BENCHING["what"], lambda row, _: _parts(row["of"])),
    )
    return Table(columns, document["shares"])


def rules(document: Document) -> Table:
    """What each rule costs."""
    columns = (
        Column("rule", BENCHING["rule"]),
        Column("ns", BENCHING["ns"], lambda row, _: _number(row["ns"]), right=True),
    )
    return Table(columns, [{"rule": r, "ns": ns} for r, ns in document["rules_ns"].items()])


def _goals(document: Document) -> Table:
    columns = (
        Column("name", BENCHING["goal"], _named, narrows=False),
        Column("ok", BENCHING["ok"], _result, narrows=False),
        Column("ratios", BENCHING["held"], _held),
        Column("most", BENCHING["absolute"], lambda row, _: _absolute(row)),
    )
    return Table(columns, document["goals"])


def _named(row: Row, lang: str) -> str:
    """`decide W` with its stage in words; a peer by its own name."""
    name, _, letter = str(row["name"]).partition(" ")
    label = MEASURED[name](lang) if name in MEASURED else name.replace("_", " ")
    return f"{label} {letter}".strip()


def _result(row: Row, lang: str) -> str:
    if row["ok"] is None:
        return BENCHING["unbuilt"](lang)
    if not row["ok"] and row["absolute_ok"]:
        return BENCHING["absolute_only"](lang)
    return BENCHING["pass" if row["ok"] else "fail"](lang)


def _held(row: Row, lang: str) -> str:
    """`0.21 P3 (0.16)`: what was measured, against what, and the goal."""
    return "; ".join(
        f"{one['is']:.2f} {one['against'].replace('_', ' ')} (≥ {one['goal']:g})"
        + (BENCHING["was"](lang) if one["recorded"] else "")
        for one in row.get("ratios", ())
    )


def _absolute(row: Row) -> str:
    if row["ok"] is None:
        return ""
    rate = f"{_number(row['rate'])} (≥ {_number(row['rate_goal'])})" if row["rate_goal"] else ""
    most = (_most(one["field"], one["is"], one["goal"]) for one in row["most"])
    return "; ".join((*([rate] if rate else []), *most))


def _most(field: str, found: float, goal: float) -> str:
    return f"{found:.3g} {UNITS[field]} (≤ {goal:g})"


def _number(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"


def _cpu_rate(row: Row) -> str:
    return _number(row["done"] / row["cpu"]) if row["cpu"] else ""


def _times(row: Row) -> str:
    return f"{row['p50_ms']:.2f} / {row['p99_ms']:.2f}" if "p99_ms" in row else ""


def _bytes(row: Row) -> str:
    return _number(row["bytes_each"]) if "bytes_each" in row else ""


def _ratios(row: Row) -> str:
    ratios: Mapping[str, float] = row["ratios"]
    return " / ".join(_short(ratios[probe]) for probe in PROBES) if ratios else ""


def _short(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _parts(shares: Mapping[str, float]) -> str:
    return ", ".join(f"{stage} {share:.0%}" for stage, share in shares.items())
