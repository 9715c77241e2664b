"""YAML files as plain data: every scalar a text, YAML's other freedoms problems."""

import codecs
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ledger.text.events import LOADERS, controls
from ledger.text.problems import PROBLEMS_SHOWN, FileProblems
from ledger.text.reader import SIZE_LIMIT_BYTES, Document, decode, parse, read

PARSERS = pytest.mark.parametrize("loader", LOADERS)

SHOWN_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(
    lambda text: next(controls(text), None) is None
)
PLAIN_DATA = st.recursive(
    SHOWN_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SHOWN_TEXT, inner, max_size=4),
    max_leaves=12,
)


def told(document: Document) -> list[str]:
    """The problems of a document, as `line:col code message`."""
    return [f"{p.line}:{p.col} {p.code} {p.message}" for p in document.problems]


def problems_in(text: str, loader: type = LOADERS[0]) -> list[str]:
    return told(parse(text, "a.yaml", loader=loader))


@PARSERS
def test_every_scalar_is_text_and_nothing_is_guessed(loader: type) -> None:
    text = (
        "at: 22:00\ncode: 0100\namount: 2000.10\nanswer: no\nnothing: ~\nday: 2025-02-30\n"
        "quoted: '12'\nempty: ''\nlist: [1, true, null]\nblock: |\n  a\n  b\n- : x\n"
    )
    document = parse(text.replace("- :", "dash:"), "a.yaml", loader=loader)

    assert document.problems == ()
    assert document.complete
    assert document.data == {
        "at": "22:00",
        "code": "0100",
        "amount": "2000.10",
        "answer": "no",
        "nothing": "~",
        "day": "2025-02-30",
        "quoted": "12",
        "empty": "",
        "list": ["1", "true", "null"],
        "block": "a\nb\n",
        "dash": "x",
    }


@PARSERS
def test_a_value_that_nobody_wrote_is_none_in_block_style(loader: type) -> None:
    document = parse("a:\nb:\n  -\n  - c\n", "a.yaml", loader=loader)

    assert document.problems == ()
    assert document.data == {"a": None, "b": [None, "c"]}


@PARSERS
@given(PLAIN_DATA, st.booleans())
def test_data_that_was_written_comes_back(loader: type, data: object, flow: bool) -> None:
    text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow)

    document = parse(text, "a.yaml", loader=loader)

    assert document.problems == ()
    assert document.data == data


@PARSERS
def test_a_key_written_twice_is_told_with_its_first_line_and_the_first_stays(
    loader: type,
) -> None:
    text = "opening:\n  li/personal: 1元\n  li/personal: {a: 2}\n  li/personal: 3元\n  wu: 4元\n"
    document = parse(text, "a.yaml", loader=loader)

    assert told(document) == [
        "3:3 Y002 key “li/personal” written twice; first on line 2",
        "4:3 Y002 key “li/personal” written twice; first on line 2",
    ]
    assert document.data == {"opening": {"li/personal": "1元", "wu": "4元"}}
    assert document.complete


@PARSERS
def test_one_name_may_be_a_key_of_several_mappings(loader: type) -> None:
    assert problems_in("a: {x: '1'}\nb: {x: {x: '2'}}\nx: y\n", loader) == []


@PARSERS
def test_the_comma_accident_inside_braces_is_told_at_its_key(loader: type) -> None:
    document = parse("title: {en: aid, national}\nx: {to: , b: c}\n", "a.yaml", loader=loader)

    assert told(document) == [
        "1:18 Y003 key “national” has no value inside {}; quote the text",
        "2:5 Y003 key “to” has no value inside {}; quote the text",
    ]
    assert document.data == {
        "title": {"en": "aid", "national": None},
        "x": {"to": None, "b": "c"},
    }


@PARSERS
def test_a_key_written_twice_and_without_a_value_is_one_problem(loader: type) -> None:
    assert problems_in("{a: b, a}", loader) == ["1:8 Y002 key “a” written twice; first on line 1"]


@PARSERS
def test_an_empty_text_in_quotes_is_a_value_also_inside_braces(loader: type) -> None:
    assert problems_in("a: {b: '', c: \"\"}\n", loader) == []


@PARSERS
def test_anchors_aliases_merge_keys_and_tags_are_each_told_once(loader: type) -> None:
    document = parse(
        "a: &x {b: c}\nd: &y e\nf: *x\ng: [*y]\n<<: *x\nh: {<<: i}\nj: !!int 3\nk: !l [m]\n",
        "a.yaml",
        loader=loader,
    )

    assert told(document) == [
        "1:4 Y004 anchors (&) are not allowed; write the text out",
        "3:4 Y004 aliases (*) are not allowed; write the text out",
        "5:1 Y004 merge keys (<<) are not allowed; write the text out",
        "7:4 Y004 tags (!) are not allowed; write the text out",
    ]
    assert document.data == {
        "a": {"b": "c"},
        "d": "e",
        "f": "*x",
        "g": ["*y"],
        "h": {},
        "j": "3",
        "k": ["m"],
    }


@PARSERS
def test_an_alias_as_a_key_and_a_tag_by_directive_are_not_allowed(loader: type) -> None:
    assert problems_in("*x : b\n", loader)[0].startswith("1:1 Y004 aliases")
    assert problems_in("%TAG ! tag:x\n---\na: b\n", loader)[0].startswith("1:1 Y004 tags")


@PARSERS
def test_a_quoted_merge_sign_is_an_ordinary_key(loader: type) -> None:
    assert parse("'<<': a\n", "a.yaml", loader=loader).data == {"<<": "a"}


@PARSERS
def test_a_file_holds_one_document_and_reading_stops_at_the_second(loader: type) -> None:
    document = parse("---\na: b\n---\nc: d\n...\n", "a.yaml", loader=loader)

    assert told(document) == ["3:1 Y005 a second document begins; one file, one document"]
    assert document.data == {"a": "b"}
    assert document.complete


@PARSERS
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_32_levels_are_read_and_33_are_not(loader: type, opening: str, closing: str) -> None:
    assert problems_in(opening * 31 + "[x]" + closing * 31, loader) == []

    document = parse(opening * 32 + "[x]" + closing * 32, "a.yaml", loader=loader)

    column = 32 * len(opening) + 1
    why = "nested deeper than 32 levels; nothing after this was read"
    assert told(document) == [f"1:{column} Y006 {why}"]
    assert not document.complete


@PARSERS
def test_nesting_by_indentation_counts_the_same(loader: type) -> None:
    text = "".join(" " * depth + "a:\n" for depth in range(33))

    assert problems_in(text.replace("a:\n", "a:\n", 32), loader)[0].startswith("33:33 Y006")
    assert problems_in(text.rpartition(" a:")[0].rstrip() + "\n", loader) == []


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a: \xff", "1:4 Y007 the file is not UTF-8 (byte 0xff)"),
        (
            "a: b\n李明: 王芳\n".encode("gb18030"),
            "2:1 Y007 the file is not UTF-8 (byte 0xc0); it looks like GBK, save it as UTF-8",
        ),
        (
            "a: 李".encode("utf-16"),
            ("1:1 Y007 the file is not UTF-8 (byte 0xff); it looks like UTF-16, save it as UTF-8"),
        ),
        ("李: 明\r\nb: 李".encode() + b"\x80", "2:5 Y007 the file is not UTF-8 (byte 0x80)"),
        (codecs.BOM_UTF8 + b"ab\xfe", "1:3 Y007 the file is not UTF-8 (byte 0xfe)"),
    ],
)
def test_bytes_that_are_not_utf8_are_told_at_the_first_of_them(data: bytes, problem: str) -> None:
    document = read(data, "a.yaml")

    assert told(document) == [problem]
    assert document.data is None
    assert not document.complete


def test_the_line_of_bytes_that_are_not_utf8_comes_with_the_problem() -> None:
    with pytest.raises(FileProblems) as raised:
        decode("李: 明\n李: ".encode() + b"\xffx\ny: z", "a.yaml")

    (problem,) = raised.value.problems
    assert (problem.line, problem.col, problem.excerpt) == (2, 4, "李: \\xffx")


@PARSERS
@pytest.mark.parametrize("text", ["", "\n\n", "# only\n  # comments", "---\n", "---\n...\n"])
def test_a_file_with_nothing_in_it_is_told_as_empty(loader: type, text: str) -> None:
    document = parse(text, "a.yaml", loader=loader)

    assert told(document) == ["1:1 Y008 the file is empty"]
    assert not document.complete


def test_a_file_is_read_up_to_its_size_limit() -> None:
    data = b"#" * SIZE_LIMIT_BYTES

    assert len(decode(data, "a.yaml")) == SIZE_LIMIT_BYTES
    with pytest.raises(FileProblems, match=r"a\.yaml:1:1: Y009 the file is larger than 64 MiB"):
        decode(data + b"\n", "a.yaml")


@PARSERS
def test_a_key_that_is_no_text_is_told_and_left_out(loader: type) -> None:
    text = "? [a, {b: c}]\n: {d: e}\n? {f: g}\n: h\n? \n: i\nj: k\n"
    document = parse(text, "a.yaml", loader=loader)

    assert told(document) == [
        "1:3 Y010 a key must be a text, not a list or mapping",
        "3:3 Y010 a key must be a text, not a list or mapping",
        "5:2 Y010 a key is missing before “:”",
    ]
    assert document.data == {"j": "k"}


@PARSERS
def test_escapes_that_make_control_characters_are_told_at_their_text(loader: type) -> None:
    text = 'a: "\\x1b[31m"\nb: ["\\u202e", "\\0"]\n"\\r": c\nd: "tab\\t line\\n 李"\n'

    assert problems_in(text, loader) == [
        "1:4 Y011 control character \\x1b in a text; leave it out",
        "2:5 Y011 control character \\u202e in a text; leave it out",
        "2:15 Y011 control character \\x00 in a text; leave it out",
        "3:1 Y011 control character \\r in a text; leave it out",
    ]


@PARSERS
def test_raw_control_characters_are_told_where_they_stand_and_move_no_line(
    loader: type,
) -> None:
    document = parse("李: \x1b[1m\n# x\u2028y: z\n\x85c: d\ne: f\n", "a.yaml", loader=loader)

    assert told(document) == [
        "1:4 Y011 control character \\x1b; leave it out",
        "2:4 Y011 control character \\u2028; leave it out",
        "3:1 Y011 control character \\x85; leave it out",
    ]
    assert document.data == {"李": "\ufffd[1m", "\ufffdc": "d", "e": "f"}
    assert document.positions.key(("e",)) == (4, 1)


@PARSERS
def test_every_other_character_may_stand_in_a_text(loader: type) -> None:
    every = "".join(map(chr, range(0x20, 0xD800))) + "\ue000\ufffd\U00010000\U0010ffff"
    allowed = "".join(char for char in every if next(controls(char), None) is None)
    quoted = allowed.replace("'", "''")

    assert parse(f"'{quoted}'\n", "a.yaml", loader=loader).data == allowed


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    data = codecs.BOM_UTF8 + "a: 1\r\nb:\r\n  - 李\r\n  - li: x\r\n    li: y\r\n".encode()

    document = read(data, "a.yaml", "b")

    assert document.data == {"a": "1", "b": ["李", {"li": "x"}]}
    assert document.text == "a: 1\nb:\n  - 李\n  - li: x\n    li: y\n"
    assert told(document) == ["5:5 Y002 key “li” written twice; first on line 4"]
    assert document.positions.key(("a",)) == (1, 1)
    assert document.item(1) == (4, 5)


def test_a_lone_carriage_return_ends_a_line() -> None:
    assert read(b"a: 1\rb: 2", "a.yaml").data == {"a": "1", "b": "2"}


@PARSERS
def test_places_of_the_items_of_one_named_list_come_with_the_data(loader: type) -> None:
    text = (
        "steps:\n- {id: t1, steps: [a, b]}\n-   id: t2\n-\n"
        "other: [x, y]\nmore:\n  steps: [z]\nsteps: [again]\n"
    )
    document = parse(text, "a.yaml", "steps", loader)

    assert list(document.item_marks.lines) == [2, 3, 4]
    assert list(document.item_marks.columns) == [3, 5, 2]
    assert document.item(1) == (3, 5)


def test_places_of_items_are_not_kept_when_no_list_is_named() -> None:
    assert len(parse("steps: [a, b]\n", "a.yaml").item_marks.lines) == 0


@PARSERS
def test_all_problems_are_told_in_the_order_of_the_file(loader: type) -> None:
    text = "a: &x b\na: c\nd: {e}\nf: \x07\ng: [h\n"

    assert problems_in(text, loader) == [
        "1:4 Y004 anchors (&) are not allowed; write the text out",
        "2:1 Y002 key “a” written twice; first on line 1",
        "3:5 Y003 key “e” has no value inside {}; quote the text",
        "4:4 Y011 control character \\x07; leave it out",
        "5:4 Y001 this “[” is never closed",
    ]


@PARSERS
@pytest.mark.parametrize("line", ["a: b\n", "a: \x00\n"])
def test_reading_stops_at_one_problem_more_than_are_shown(loader: type, line: str) -> None:
    document = parse(line * 1000, "a.yaml", loader=loader)

    assert len(document.problems) == PROBLEMS_SHOWN + 1
    assert not document.complete


@PARSERS
@given(st.text(st.sampled_from("ab:-?,[]{}#&*!|>'\"%@` \n\t\\x0é李\x1b\u2028"), max_size=40))
def test_no_text_whatsoever_breaks_the_reader(loader: type, text: str) -> None:
    document = parse(text, "a.yaml", loader=loader)

    assert document.problems or document.complete
    document.positions.value(("a", 0, "b"))
    lines = text.count("\n") + 1
    assert all(1 <= problem.line <= lines + 1 for problem in document.problems)


def test_a_document_does_not_change() -> None:
    document = parse("a: b\n", "a.yaml")

    with pytest.raises(FrozenInstanceError):
        document.path = "b.yaml"  # type: ignore[misc]  # that it cannot be set is the point


def test_a_file_on_disk_is_read_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes("李: 明\n".encode())

    assert read(path.read_bytes(), str(path)).data == {"李": "明"}
