"""The one table: every text in both languages, with the same placeholders; told late, in either."""

import copy
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator, Mapping
from string import Formatter
from types import ModuleType

import pytest

import ledger.text
from ledger.core.refusals import Code
from ledger.text.labels import Pair
from ledger.text.pairs import PAIRS, TABLES
from ledger.text.said import Said, told

CHINESE = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”|`[^`]*`|{[^}]*}")
DATA = re.compile(f"{QUOTED.pattern}|[0-9]*(元|分|次|人|个月|岁|日)|医保钱包")
"""What stays as it is in an English text: quoted words, units, one proper name."""
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}")


def faults(pair: Pair) -> list[str]:
    """What is wrong with one pair."""
    found = []
    if not pair.zh.strip() or not pair.en.strip():
        found.append("a language is missing")
    if placeholders(pair.zh) != placeholders(pair.en):
        found.append("the placeholders differ")
    if CHINESE.search(DATA.sub("", pair.en)):
        found.append("Chinese in the English text")
    if re.search("[A-Za-z]", QUOTED.sub("", pair.zh)) and not CHINESE.search(pair.zh):
        found.append("no Chinese in the Chinese text")
    if SENTENCE.search(QUOTED.sub("", pair.zh)):
        found.append("English in the Chinese text")
    if re.search(r"[\u4e00-\u9fff][,;:?!](\s|$)", QUOTED.sub("", pair.zh)):
        found.append("half-width punctuation in the Chinese text")
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_pair_of_the_table_is_sound() -> None:
    assert {name: found for name, pair in PAIRS.items() if (found := faults(pair))} == {}


@pytest.mark.parametrize(
    ("pair", "fault"),
    [
        (Pair("", "empty"), "a language is missing"),
        (Pair("空", " "), "a language is missing"),
        (Pair("键{key}", "key"), "the placeholders differ"),
        (Pair("键{key}", "key {word}"), "the placeholders differ"),
        (Pair("未知的键", "unknown 键"), "Chinese in the English text"),
        (Pair("文件 the file is empty", "the file is empty"), "English in the Chinese text"),
        (Pair("empty", "empty"), "no Chinese in the Chinese text"),
        (Pair("看, 这里", "look here"), "half-width punctuation in the Chinese text"),
    ],
)
def test_each_fault_is_found_in_a_pair_that_has_it(pair: Pair, fault: str) -> None:
    assert faults(pair) == [fault]


def test_a_text_with_a_word_in_it_differs_in_the_two_languages() -> None:
    same = [pair.en for pair in PAIRS.values() if pair.zh == pair.en]

    assert not [text for text in same if re.search(r"\w", re.sub("{[^}]*}", "", text))]


def tables_of(package: ModuleType) -> Iterator[tuple[str, Mapping[str, Pair]]]:
    """Every mapping of pairs that a module of a package makes, by module and name."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for name, value in vars(importlib.import_module(found.name)).items():
            if isinstance(value, dict) and any(isinstance(pair, Pair) for pair in value.values()):
                yield f"{found.name}.{name}", value


def test_every_mapping_of_pairs_is_in_the_one_table_once() -> None:
    joined = {id(pair) for pair in PAIRS.values()}

    apart = [
        name
        for name, table in tables_of(ledger.text)
        if not all(id(pair) in joined for pair in table.values())
    ]
    assert apart == []
    assert len(PAIRS) == sum(map(len, TABLES.values()))


def test_every_refusal_has_its_pair() -> None:
    assert set(TABLES["refusal"]) == {code.value for code in Code}


def test_a_text_is_english_as_a_string_and_told_in_either_language() -> None:
    text = Said("yaml.too_deep", depth=32)

    assert text == "nested deeper than 32 levels; nothing after this was read"
    assert told(text, "en") == text
    assert told(text, "zh") == "嵌套超过 32 层；此后的内容没有读取"
    assert told("as it stands", "zh") == "as it stands"


def test_a_text_inside_a_text_is_told_in_the_same_language() -> None:
    inner = Said("shape.item", number=2)
    text = Said("shape.not_one_of", word=inner, choices=("li", inner))

    assert text == "item 2 is not one of li, item 2"
    assert told(text, "zh") == "第 2 项不在以下之列：li、第 2 项"


def test_a_text_survives_an_error_a_copy_and_json() -> None:
    text = Said("yaml.tags")

    assert told(str(ValueError(text)), "zh") == "标签 (!)"
    assert told(copy.deepcopy(text), "zh") == "标签 (!)"
    assert json.dumps([text]) == '["tags (!)"]'


def test_a_text_that_is_joined_to_another_is_english_for_ever() -> None:
    assert told(Said("yaml.tags") + "!", "zh") == "tags (!)!"


@pytest.mark.parametrize(
    ("name", "values"), [("yaml.nope", {}), ("nope", {}), ("yaml.too_deep", {"levels": 3})]
)
def test_a_text_without_a_pair_or_a_value_is_an_error_at_once(
    name: str, values: dict[str, object]
) -> None:
    with pytest.raises(KeyError):
        Said(name, **values)
