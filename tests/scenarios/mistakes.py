"""A good file, the mistakes it is spoiled with one at a time, and a look at what is told."""

from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner, Result

from ledger.cli.app import app

GOOD = """\
scenario: bad
format: 1
policy: [cn, cn-sn, cn-he]
clock: {start: 2025-10-09 20:00}
people:
  li: {name: 李明, insured: CN-SN, scheme: employee}
  wang: {name: 王芳, insured: CN-HE, scheme: resident}
opening:
  li/personal: 8000元
  li/wallet: 0元
  wang/wallet: 0元
steps:
  - {id: b1, at: 2025-10-09 20:00, bind: {giver: li, member: wang, kin: mother}}
  - {id: t1, at: 2025-10-09 20:05, transfer: {from: li, to: wang, amount: 2000元}, expect: pending}
  - {id: s1, at: 2025-10-09 20:10, spend: {from: li, amount: 1元, setting: pharmacy}}
ends: {balances: {li/personal: 5999元}}
"""
B1, T1, S1 = GOOD.splitlines()[12:15]
SPEND = "spend: {from: li, amount: 1元, setting: pharmacy}"
STEPS = f"{B1}\n{T1}\n{S1}\n"
CHECK = "  - check: {at: 2025-10-09 20:06"


def what_if(keys: str) -> tuple[str, str]:
    return "ends: {", f"what_if: [{{name: other, {keys}}}]\nends: {{"


class Case(NamedTuple):
    """One text of the good file written otherwise, and what is told about it."""

    old: str
    new: str
    place: str
    code: str
    message: str
    hint: str = ""


CASES = {
    # amounts
    "thousands comma": Case("2000元", '"2,000元"', "14:75", "S003", "no thousands comma"),
    "10^30": Case("2000元", f"1{'0' * 30}元", "14:75", "S003", "more than the largest amount"),
    "10^3000": Case("2000元", f"1{'0' * 3000}元", "14:75", "S003", "more than the largest amount"),
    "negative": Case("2000元", "-5元", "14:75", "S003", "is negative"),
    "three decimals": Case("2000元", "20.005元", "14:75", "S003", "more than two decimals"),
    "no unit": Case("2000元", "2000", "14:75", "S003", "has no unit; write 2000元"),
    "nothing": Case("2000元", "0元", "14:75", "S003", "at least 0.01元"),
    "half a fen": Case("2000元", "0.5分", "14:75", "S003", "a fen is not divided"),
    "no number": Case("2000元", "all", "14:75", "S003", "is not an amount"),
    "span backwards": Case("5999元", '"60元..5元"', "16:32", "S003", "runs backwards"),
    # moments
    "impossible day": Case("09 20:05", "32 20:05", "14:18", "S003", "no day 2025-10-32"),
    "February 30": Case("10-09 20:05", "02-30 20:05", "14:18", "S003", "no day 2025-02-30"),
    "hour 25": Case("09 20:05", "09 25:05", "14:18", "S003", "no such time of day"),
    "day alone": Case("09 20:05", "09", "14:18", "S003", "has no time of day"),
    "out of order": Case("09 20:05", "09 19:59", "14:18", "S006", "step out of order"),
    "born on no day": Case("CN-SN, ", "CN-SN, born: 2025-02-29, ", "6:40", "S003", "no day"),
    "until before from": Case(
        "kin: mother",
        "kin: mother, from: 2025-10-09, until: 2025-10-01",
        "13:42",
        "S013",
        "“until”",
    ),
    # words
    "key": Case("amount: 2", "amont: 2", "14:67", "S001", "key “amont” in transfer", "amount"),
    "kin": Case("mother", "mohter", "13:73", "S003", "unknown kin “mohter”", "mother"),
    "kin of no list": Case("mother", "uncle", "13:73", "S003", "unknown kin “uncle”"),
    "code": Case(
        "pending", "{refused: HOURS_CLOSD}", "14:101", "S003", "“HOURS_CLOSD”", "HOURS_CLOSED"
    ),
    "verdict": Case("pending", "pendng", "14:91", "S003", "verdict “pendng”", "pending"),
    "scheme": Case("employee", "employe", "6:42", "S003", "scheme “employe”", "employee"),
    "setting": Case("pharmacy", "pharmcy", "15:75", "S003", "setting “pharmcy”", "pharmacy"),
    "region": Case("CN-SN,", "CN-SNN,", "6:27", "S003", "region “CN-SNN”", "CN-SN"),
    "zone": Case("20:00}", "20:00, zone: Asia/Tokyo}", "4:40", "S003", "unknown zone"),
    "truth": Case("ends: {", "ends: {only: yes, ", "16:14", "S003", "truth value “yes”"),
    "format": Case("format: 1", "format: 2", "2:9", "S003", "this engine reads format 1"),
    "policy": Case("cn-he]", "cn-hee]", "3:21", "S011", "policy “cn-hee”", "cn-he"),
    "policy file": Case("cn-he]", "no.yaml]", "3:21", "S011", "“no.yaml” cannot be read"),
    "policy twice": Case("cn-he]", "cn-he, cn]", "3:28", "S011", "policy “cn” stands twice"),
    "no nation": Case("[cn, cn-sn", "[cn-sn", "3:9", "S011", "the nation's file"),
    "parameter": Case(
        "pending",
        "{refused: HOURS_CLOSED, by: transfer.clsed@CN}",
        "14:119",
        "S012",
        "parameter “transfer.clsed”",
        "transfer.closed",
    ),
    "parameter of no region": Case(
        "pending", "{refused: HOURS_CLOSED, by: transfer.closed}", "14:119", "S003", "of a region"
    ),
    "hash": Case("ends: {", "ends: {head: XYZ, ", "16:14", "S003", "beginning of a hash"),
    # names
    "person": Case("to: wang", "to: wnag", "14:61", "S004", "person “wnag”", "wang"),
    "person of an opening": Case(
        "wang/wallet: 0", "wagn/wallet: 0", "11:3", "S004", "“wagn”", "wang"
    ),
    "person of a check": Case(
        S1, f"{CHECK}, allowance: {{lo: 5元}}}}\n{S1}", "15:47", "S004", "person “lo”", "li"
    ),
    "unused person": Case(
        "people:\n",
        "people:\n  zhao: {insured: CN-HE, scheme: resident}\n",
        "6:3",
        "S009",
        "“zhao”",
    ),
    "account": Case("li/personal: 5", "li/persnal: 5", "16:19", "S008", "“li/persnal”", "personal"),
    "outside": Case("li/personal: 5", "outside/provder: 5", "16:19", "S008", "“outside/provder”"),
    "step": Case(SPEND, "accept: t9", "15:44", "S005", "unknown step “t9”", "t1"),
    "step of another kind": Case(SPEND, "accept: b1", "15:44", "S005", "“b1” is no transfer"),
    "itself": Case(SPEND, "accept: s1", "15:44", "S005", "unknown step “s1”"),
    "id twice": Case("id: s1", "id: t1", "15:10", "S007", "step id “t1” stands twice"),
    "id with a space": Case("id: s1", "id: s 1", "15:10", "S003", "is not an id"),
    "key with a space": Case("id: s1", "id: s1, key: a b", "15:19", "S003", "is not an id"),
    # system accounts
    "spend from outside": Case(
        "from: li, amount: 1", "from: outside/opening, amount: 1", "15:50", "S003", "reserved"
    ),
    "spend from transit": Case(
        "from: li, amount: 1", "from: transit/t1, amount: 1", "15:50", "S003", "reserved"
    ),
    "transfer to transit": Case("to: wang", "to: transit", "14:61", "S003", "reserved"),
    "person called cash": Case(
        "people:\n", "people:\n  cash: {insured: CN, scheme: resident}\n", "6:3", "S003", "reserved"
    ),
    "kind of account": Case(
        "from: li, amount: 1",
        "from: li/walet, amount: 1",
        "15:50",
        "S003",
        "account “walet”",
        "wallet",
    ),
    # shape
    "no steps": Case(f"steps:\n{STEPS}", "", "1:1", "S010", "at least one step"),
    "empty steps": Case(STEPS, "", "12:1", "S010", "at least one step"),
    "steps in brackets": Case(
        f"steps:\n{STEPS}", "steps: []\n", "12:8", "S010", "at least one step"
    ),
    "steps as text": Case(f"steps:\n{STEPS}", "steps: none\n", "12:8", "S010", "at least one step"),
    "no action": Case(f", {SPEND}", "", "15:5", "S013", "no action"),
    "two actions": Case("}, expect", "}, accept: t1, expect", "14:91", "S013", "transfer, accept"),
    "no id": Case("id: s1, ", "", "15:5", "S013", "key “id” is missing"),
    "no moment": Case(" at: 2025-10-09 20:10,", "", "15:5", "S013", "key “at” is missing"),
    "no amount": Case(", amount: 2000元", "", "14:36", "S002", "key “amount” is missing"),
    "no scheme": Case(", scheme: resident", "", "7:3", "S002", "key “scheme” is missing"),
    "no clock": Case("clock: {start: 2025-10-09 20:00}\n", "", "1:1", "S002", "key “clock”"),
    "a wait with a moment": Case(
        S1,
        f"  - {{at: 2025-10-09 20:06, wait: {{until: 2025-10-09 20:07}}}}\n{S1}",
        "15:10",
        "S013",
        "key “at” has no place in a wait",
    ),
    "a pending spend": Case(S1, f"{S1[:-1]}, expect: pending}}", "15:94", "S013", "never pending"),
    "paid": Case(S1, f"{S1[:-1]}, expect: {{paid: {{cash: 1元}}}}}}", "15:94", "S013", "“paid”"),
    "expect without a verdict": Case(
        "pending", "{also: [HOURS_CLOSED]}", "14:91", "S013", "expect names"
    ),
    "a check that expects": Case(
        S1,
        f"  - {{check: {{at: 2025-10-09 20:06}}, expect: ok}}\n{S1}",
        "15:45",
        "S013",
        "“expect”",
    ),
    "two things happened": Case(
        S1,
        f"{CHECK}, happened: [{{returned: t1, ended: {{giver: li, member: wang}}}}]}}\n{S1}",
        "15:46",
        "S013",
        "what happened is one of",
    ),
    "a list": Case(GOOD, "- a\n- b\n", "1:1", "S003", "a scenario file is a mapping"),
    "a word": Case(GOOD, "hello\n", "1:1", "S003", "a scenario file is a mapping"),
    # what-ifs
    "unknown reading": Case(
        *what_if("readings: {transfer.amount.per_day@CN-SN: plan}"),
        "16:67",
        "S012",
        "reading “plan”",
        "plain",
    ),
    "no readings": Case(
        *what_if("readings: {transfer.cap.each@CN: x}"), "16:36", "S012", "no readings"
    ),
    "readings of nothing": Case(
        *what_if("readings: {transfer.cap.eech@CN: x}"),
        "16:36",
        "S012",
        "“transfer.cap.eech”",
        "transfer.cap.each",
    ),
    "change of nothing": Case(
        *what_if("change: [{set: transfer.cap.eech, region: CN, from: 2025-10-09, value: 1元}]"),
        "16:40",
        "S012",
        "“transfer.cap.eech”",
        "transfer.cap.each",
    ),
    "change without a day": Case(
        *what_if("change: [{set: transfer.cap.each, region: CN, value: 1元}]"),
        "16:34",
        "S002",
        "key “from”",
    ),
    "change to no amount": Case(
        *what_if("change: [{set: transfer.cap.each, region: CN, from: 2025-10-09, value: 5000}]"),
        "16:96",
        "S003",
        "no unit",
    ),
    "change backwards": Case(
        *what_if(
            "change: [{set: transfer.cap.each, region: CN, from: 2025-10-09, "
            "until: 2025-10-01, value: 5元}]"
        ),
        "16:96",
        "S003",
        "“until” is before “from”",
    ),
    "sweep of no amount": Case(
        *what_if("sweep: {transfer.cap.each@CN: [10]}"), "16:56", "S003", "no unit"
    ),
    "dropped step": Case(*what_if("drop: [t9]"), "16:32", "S005", "step “t9”", "t1"),
    "replaced step": Case(
        *what_if("replace: {t9: {amount: 5元}}"), "16:35", "S005", "step “t9”", "t1"
    ),
    "replaced key": Case(*what_if("replace: {t1: {amont: 5元}}"), "16:40", "S001", "key “amont”"),
    "differing step": Case(
        *what_if("drop: [s1], differs: {t9: {was: ok, now: pending}}"),
        "16:47",
        "S005",
        "step “t9”",
        "t1",
    ),
    "inserted id": Case(
        *what_if("insert: [{id: t1, at: 2025-10-09 20:06, decline: t1}]"),
        "16:39",
        "S007",
        "“t1” stands twice",
    ),
    "inserted before the start": Case(
        *what_if("insert: [{id: x1, at: 2025-10-09 19:06, decline: t1}]"),
        "16:47",
        "S006",
        "the story starts",
    ),
    "inserted check": Case(
        *what_if("insert: [{check: {at: 2025-10-09 20:06}}]"),
        "16:42",
        "S013",
        "“check” has no place",
    ),
    "inserted expectation": Case(
        *what_if("insert: [{id: x1, at: 2025-10-09 20:06, decline: t1, expect: ok}]"),
        "16:86",
        "S013",
        "“expect” has no place",
    ),
    "nothing changed": Case(
        *what_if("differs: {}"), "16:18", "S014", "a what-if changes something"
    ),
    # feeds
    "no feed": Case(
        S1,
        f"  - {{feed: no.jsonl, rows: 1, sha256: abcdef01}}\n{S1}",
        "15:12",
        "F003",
        "cannot be read",
    ),
    "feed of another kind": Case(
        S1, f"  - {{feed: no.csv, rows: 1, sha256: abcdef01}}\n{S1}", "15:12", "F002", ".jsonl"
    ),
    # YAML itself, the rest of which is tested with its reader
    "key twice": Case("li/wallet", "li/personal", "10:3", "Y002", "first on line 9"),
    "comma in a name": Case("李明", "李, 明", "6:17", "Y003", "quote the text"),
    "anchor": Case("{name: 李明", "&a {name: 李明", "6:7", "Y004", "anchors"),
    "alias": Case("{name: 李明, insured: CN-SN, scheme: employee}", "*a", "6:7", "Y004", "aliases"),
    "second document": Case(GOOD, f"{GOOD}---\n{GOOD}", "17:1", "Y005", "one file, one document"),
    "tab": Case("  li/wallet", "\tli/wallet", "10:1", "Y001", "a tab"),
    "empty": Case(GOOD, "", "1:1", "Y008", "empty"),
    "comments alone": Case(GOOD, "# nothing\n", "1:1", "Y008", "empty"),
    # names that steer a terminal
    "escape code": Case("李明", '"\\x1b[31m李明"', "6:14", "Y011", "control character \\x1b"),
    "markup": Case("李明", '"[red]李明[/red]"', "6:14", "S003", "without brackets"),
    "endless name": Case("李明", "李" * 5000, "6:14", "S003", "at most 60"),
}


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def told_about(data: str | bytes, folder: Path, name: str = "bad.yaml") -> str:
    """What `replay` says about a file it cannot run; it runs nothing and does not break."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    result = invoke("replay", str(path))
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.replace(f"{folder}/", "")
