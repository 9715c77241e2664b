"""Where keys and values stand in a file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.text.positions import Path, Positions
from ledger.text.reader import parse

TEXT = """\
scenario: two
people:
  李: {name: 李明, scheme: employee}
steps:
  - {id: t1, transfer: {from: li, to: [a, wang]}}
  -
    id: t2
    check:
      - x: y
        z:
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        ((), (1, 1), (1, 1)),
        (("scenario",), (1, 1), (1, 11)),
        (("people",), (2, 1), (3, 3)),
        (("people", "李"), (3, 3), (3, 6)),
        (("people", "李", "name"), (3, 7), (3, 13)),
        (("people", "李", "scheme"), (3, 17), (3, 25)),
        (("steps", 0), (5, 5), (5, 5)),
        (("steps", 0, "transfer"), (5, 14), (5, 24)),
        (("steps", 0, "transfer", "to", 1), (5, 43), (5, 43)),
        (("steps", 1), (7, 5), (7, 5)),
        (("steps", 1, "check", 0, "z"), (10, 9), (10, 9)),
    ],
)
def test_a_key_and_its_value_have_their_places(
    path: Path, key: tuple[int, int], value: tuple[int, int]
) -> None:
    positions = Positions(TEXT)

    assert positions.key(path) == key
    assert positions.value(path) == value


@pytest.mark.parametrize(
    ("path", "deepest"),
    [
        (("nobody",), ()),
        (("people", "wang", "name"), ("people",)),
        (("people", 0), ("people",)),
        (("steps", 2, "id"), ("steps",)),
        (("steps", -1), ("steps",)),
        (("steps", "id"), ("steps",)),
        (("scenario", "x"), ("scenario",)),
    ],
)
def test_a_path_that_leads_nowhere_has_the_place_of_its_deepest_part(
    path: Path, deepest: Path
) -> None:
    positions = Positions(TEXT)

    assert positions.key(path) == positions.key(deepest)
    assert positions.value(path) == positions.value(deepest)


def test_a_key_written_twice_is_known_by_its_first_place() -> None:
    positions = Positions("a: {b: c}\na: {b: {e: f}}\nb: [d]\n")

    assert positions.value(("a", "b")) == (1, 8)
    assert positions.value(("a", "b", "e")) == (1, 8)
    assert positions.value(("b", 0)) == (3, 5)


def test_a_key_that_is_no_text_moves_no_other_place() -> None:
    positions = Positions("? [a, b]\n: {c: d}\n*x : [e]\nf: g\n")

    assert positions.key(("f",)) == (4, 1)
    assert positions.key(("c",)) == (1, 1)


@pytest.mark.parametrize("broken", ["c: [", "c: " + "[" * 40 + "]" * 40, "---\nc: d\n"])
def test_what_stands_before_an_error_has_its_places(broken: str) -> None:
    positions = Positions(f"a: b\nx: [y, z]\n{broken}")

    assert positions.value(("x", 1)) == (2, 8)


@pytest.mark.parametrize("text", ["", "# nothing", "[", "\0"])
def test_a_file_with_nothing_in_it_begins_at_its_beginning(text: str) -> None:
    assert Positions(text).value(("a", 1)) == (1, 1)


def test_what_is_nested_too_deeply_has_the_place_of_its_deepest_part() -> None:
    positions = Positions("a: " + "[" * 100_000)

    assert positions.value(("a", *[0] * 40)) == (1, 4 + 31)


NESTED = st.recursive(
    st.text("ab李😀", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc李", max_size=2), inner, max_size=4)
    ),
    max_leaves=15,
)


def paths_in(data: object, path: Path = ()) -> list[tuple[Path, object]]:
    """Every way into the data, with what it leads to."""
    inside: list[tuple[str | int, object]] = []
    if isinstance(data, dict):
        inside = list(data.items())
    elif isinstance(data, list):
        inside = list(enumerate(data))
    deeper = [found for part, child in inside for found in paths_in(child, (*path, part))]
    return [(path, data), *deeper]


@given(NESTED, st.sampled_from([None, 1]))
def test_at_every_place_stands_what_the_data_has_there(data: object, indent: int | None) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    positions = parse(text, "a.yaml").positions
    lines = text.split("\n")

    for path, value in paths_in(data):
        line, col = positions.value(path)
        written = json.dumps(value, ensure_ascii=False)
        assert lines[line - 1][col - 1] == written[0]
        if isinstance(value, str):
            assert lines[line - 1][col - 1 :].startswith(written)
        if path and isinstance(path[-1], str):
            line, col = positions.key(path)
            key = json.dumps(path[-1], ensure_ascii=False)
            assert lines[line - 1][col - 1 :].startswith(key + ":")
