"""No module under ledger/ says a sentence of its own: whatever a reader sees is a pair."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger.text.pairs import PAIRS
from tests.text.test_pairs import placeholders

LEDGER = Path(__file__).parents[2] / "ledger"
FOR_PROGRAMMERS = {
    "core/facts/shape.py": "an event that no command makes",
    "core/rules/transfer.py": "a policy that no rule models; told as RULE_ERROR, by its type",
    "core/rules/wallet.py": "a policy that no rule models; told as RULE_ERROR, by its type",
    "core/wishes/money.py": "a command that no file and no line can make",
    "core/wishes/people.py": "a command that no file and no line can make",
    "core/wishes/settlements.py": "a command that no file and no line can make",
    "core/wishes/shape.py": "a command that no file and no line can make",
    "journal/port.py": "a body kept under another's address",
    "journal/chain.py": "a key that no file and no line can have",
    "journal/postgres.py": "what the guards say to whoever opens it with other tools, and SQL",
    "journal/postgres_guards.py": "what they say to whoever opens it with other tools, and SQL",
    "journal/segments.py": "what the guards say to whoever opens it with other tools, and SQL",
    "journal/sqlite.py": "what the guards say to whoever opens it with other tools, and SQL",
    "core/commands.py": "a command without its key, by a program",
    "cli/program.py": "a process that was started without pipes, by this very module",
    "desk.py": "a command for a closed desk, by a program",
    "reports/export/arrow.py": "the note of a time column's zone, which is machine output",
    "reports/export/hledger.py": "the words of a journal that other programs read",
    "reports/export/pseudonyms.py": "names of fields, many in one text",
    "scenario/logs/model.py": "the description of a model in a JSON Schema",
    "simulate/faults.py": "a journal that has done what none may do",
    "text/extras.py": "a command to type",
    "text/events.py": "an event that no parser made, and the parser's own words",
    "text/syntax.py": "the parser's own words, to tell its errors apart",
    "proof/coverage.py": "why an outcome is out of reach, for who reads the table",
    "proof/probe.py": "what a scenario file says it is about, in both languages",
    "proof/equivalent.py": "why a mutant is equivalent, for who reads the table",
    "scenario/schema.py": "the titles of JSON Schemas, which are machine output",
}
"""Modules with sentences that no reader sees, and why."""

SAYING = {"echo", "fail", "note", "report", "say", "say_key", "tell", "_report", "_refuse"}
CARRYING = {"Failure", "FeedFault", "Finding", "Option", "Argument", "Problem", "Unknown"}
SINKS = SAYING | CARRYING
"""What hands a text to a reader; so does every error that is raised or made."""

BY_CODE = {"refusal", "fact", "event", "measured"}
"""Themes that are looked up by what is stored; other tests hold them against that."""

BY_KEY = {
    "asking",
    "benching",
    "comparing",
    "explanation",
    "forking",
    "heading",
    "planning",
    "simulating",
}
"""Themes whose tables are used themselves: `HEADINGS["seq"]`."""

THREE_WORDS = re.compile(r"[A-Za-z]?[a-z']+,? [a-z']+,? [a-z']{2,}")
TWO_WORDS = re.compile(r"\b[a-z]{2,} [a-z]{2,}\b|\s[a-z]{2,}\b|\b(?!walletsim )[a-z]{2,}[:;]?\s")

Rule = Callable[[str], list[str]]


def sentences(source: str) -> list[str]:
    """Three words in a row in a text that is no docstring, whatever is done with it."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr))
    left_out = docs | {id(part) for text in texts for part in text.values} | paired(tree)
    return [
        text
        for node in ast.walk(tree)
        if id(node) not in left_out and THREE_WORDS.search(text := words_of(node))
        if not text.startswith(("INSERT ", "SELECT "))
    ]


def pairs_made(source: str) -> list[str]:
    """Words in a pair that is made on the spot; outside of ledger/text none may be."""
    tree = ast.parse(source)
    inside = paired(tree)
    return [
        text
        for node in ast.walk(tree)
        if id(node) in inside and re.search(r"\w{2,}", text := words_of(node))
    ]


def paired(tree: ast.AST) -> set[int]:
    """The nodes inside of a `Pair(...)`, values of a text left out."""
    pairs = (n for n in ast.walk(tree) if isinstance(n, ast.Call) and called(n) == "Pair")
    return {id(node) for pair in pairs for text in pair.args for node in outside_of_said(text)}


def handed_over(source: str) -> list[str]:
    """Two words in a row, or one beside a value, in what is handed to a reader."""
    return [
        text
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and is_sink(call)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
        for node in outside_of_said(argument)
        if TWO_WORDS.search(text := words_of(node))
    ]


def words_of(node: ast.AST) -> str:
    """What a text says, a value in it counting as a sign; nothing where it is none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "\0" for p in parts)
        case _:
            return ""


def called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def is_sink(call: ast.Call) -> bool:
    return called(call) in SINKS or called(call).endswith(("Error", "Exception"))


def outside_of_said(node: ast.AST) -> Iterator[ast.AST]:
    """A node and what is in it, without the insides of a text, and of what makes a `Said`."""
    yield node
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Call) and called(node) in {"Said", "unknown"}:
        return
    for child in ast.iter_child_nodes(node):
        yield from outside_of_said(child)


def modules() -> Iterator[tuple[str, str]]:
    """Every module: its path below ledger/ and its source."""
    for path in sorted(LEDGER.rglob("*.py")):
        yield str(path.relative_to(LEDGER)), path.read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [sentences, handed_over])
def test_no_module_says_a_sentence_of_its_own(rule: Rule) -> None:
    found = {
        name: said
        for name, source in modules()
        if name not in FOR_PROGRAMMERS and (said := rule(source))
    }

    assert found == {}


def test_a_pair_is_made_in_ledger_text_alone() -> None:
    found = {
        name: said
        for name, source in modules()
        if not name.startswith("text/") and (said := pairs_made(source))
    }

    assert found == {}


def test_every_exception_is_a_module_that_still_needs_it() -> None:
    sources = dict(modules())

    assert {n for n in FOR_PROGRAMMERS if sentences(sources[n]) or handed_over(sources[n])} == set(
        FOR_PROGRAMMERS
    )


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (sentences, 'message = "the file is empty"'),
        (sentences, 'message = f"the {file} is not there"'),
        (sentences, 'HINTS = {"a": "write for example 3"}'),
        (pairs_made, 'Column("at", Pair("时间", key))'),
        (pairs_made, 'Pair(f"{name} 合计", name)'),
        (handed_over, 'fail("no file")'),
        (handed_over, 'fail(f"{path}: missing")'),
        (handed_over, 'typer.echo("all good", err=True)'),
        (handed_over, 'self.say(where, "S003", f"unknown {word}")'),
        (handed_over, 'yield Problem(path, 1, 1, "Y008", "file empty")'),
        (handed_over, 'raise DamagedError(f"seq {seq}: {error}")'),
        (handed_over, 'typer.Option("--of", help="Only this.")'),
        (handed_over, 'fail(Said("command.no_step") + f"; {hint} helps")'),
    ],
)
def test_each_rule_finds_its_sample(rule: Rule, source: str) -> None:
    assert len(rule(source)) == 1


@pytest.mark.parametrize("rule", [sentences, handed_over])
@pytest.mark.parametrize(
    "source",
    [
        '"""A module that says what it decides."""',
        'def f():\n    """Say it in so many words."""',
        'fail(Said("command.no_step", path=path))',
        'raise ValueError(Said("value.not_money", text=text[:40]))',
        'typer.Option("--no-color", help=Said("help.no_color"))',
        'typer.echo(f"{path}:{line}")',
        'Pair(name(region, "zh"), name(region, "en"))',
        'EMPTY = {"empty": Pair("文件是空的", "the file is empty")}',
        'text("SELECT name, sql FROM sqlite_master")',
    ],
)
def test_each_rule_passes_what_is_told_by_a_pair(rule: Rule, source: str) -> None:
    assert rule(source) == []


def said_in(source: str) -> Iterator[tuple[str, set[str] | None]]:
    """Each name that a source says, with its values; None where `**` hands them over."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and called(call) == "Said" and call.args:
            names = {keyword.arg for keyword in call.keywords}
            given = None if None in names else {name for name in names if name is not None}
            for node in ast.walk(call.args[0]):
                if isinstance(node, ast.Constant) and "." in str(node.value):
                    yield str(node.value), given


def test_every_name_that_is_said_is_in_the_table_and_has_its_values() -> None:
    wrong = [
        f"{module}: {name}"
        for module, source in modules()
        for name, given in said_in(source)
        if not name.endswith((".", "_"))  # the beginning of a name that is put together
        and (name not in PAIRS or given not in (None, placeholders(PAIRS[name].en)))
    ]

    assert wrong == []


def test_every_pair_is_said_somewhere() -> None:
    texts = {
        str(node.value)
        for module, source in modules()
        if not module.startswith(("text/pairs", "text/labels", "text/happened"))
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant)
    }
    beginnings = tuple(text for text in texts if re.fullmatch(r"(\w+\.)+(\w*_)?", text))
    key_beginnings = tuple(text for text in texts if re.fullmatch(r"\w+_", text))

    def is_said(name: str) -> bool:
        theme, _, key = name.partition(".")
        by_key = theme in BY_KEY and (key in texts or key.startswith(key_beginnings))
        whole = name in texts or name.removesuffix("_in") in texts
        return whole or by_key or name.startswith(beginnings) or theme in BY_CODE

    assert [name for name in PAIRS if not is_said(name)] == ["help.help"]  # Typer's own option


@pytest.mark.parametrize("name", ["one_of", "unknown", "WordOr", "pick", "UnknownWordError"])
def test_whatever_can_be_unknown_has_a_noun(name: str) -> None:
    nouns = {
        str(argument.value)
        for _, source in modules()
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and called(call) == name
        for argument in call.args
        if isinstance(argument, ast.Constant)
    }

    assert nouns
    assert {noun for noun in nouns if f"noun.{noun}" not in PAIRS} == set()
