"""Widths in terminal cells, and characters that must not reach a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.text.width import cells, clip, clip_start, harmless, pad


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("李明", 4),
        ("，（", 4),
        ("é", 1),
        ("e\u0301", 1),
        ("元：", 4),
        ("“x”", 3),
        ("😀", 2),
        ("\u200b", 0),
    ],
)
def test_wide_characters_take_two_cells_and_combining_ones_none(text: str, width: int) -> None:
    assert cells(text) == width


def test_padding_counts_cells_and_leaves_a_longer_text_whole() -> None:
    assert pad("李", 4) + "|" == "李  |"
    assert pad("ab", 4) + "|" == "ab  |"
    assert pad("李明王芳", 4) == "李明王芳"


@pytest.mark.parametrize(
    ("text", "width", "clipped", "clipped_start"),
    [
        ("abcdef", 6, "abcdef", "abcdef"),
        ("abcdef", 4, "abc…", "…def"),
        ("李明王芳", 8, "李明王芳", "李明王芳"),
        ("李明王芳", 7, "李明王…", "…明王芳"),
        ("李明王芳", 6, "李明…", "…王芳"),
        ("李明", 1, "…", "…"),
        ("李明", 0, "", ""),
    ],
)
def test_a_text_is_clipped_to_cells_and_never_through_a_character(
    text: str, width: int, clipped: str, clipped_start: str
) -> None:
    assert clip(text, width) == clipped
    assert clip_start(text, width) == clipped_start


@given(st.text(), st.integers(min_value=0, max_value=20))
def test_a_clipped_text_never_takes_more_cells_than_asked(text: str, width: int) -> None:
    assert cells(clip(text, width)) <= width
    assert cells(clip_start(text, width)) <= width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 李明 text", "plain 李明 text"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\tb\nc\rd\0", "a\\tb\\nc\\rd\\x00"),
        ("left\u202eright", "left\\u202eright"),
        ("a\u2028b\u200bc\ufeff", "a\\u2028b\\u200bc\\ufeff"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("全角\u3000空格", "全角\u3000空格"),
    ],
)
def test_control_format_and_bidi_characters_are_written_out(text: str, shown: str) -> None:
    assert harmless(text) == shown


@given(st.text(alphabet=st.characters(), max_size=50))
def test_no_harmful_character_is_left_of_any_text(text: str) -> None:
    categories = {unicodedata.category(char) for char in harmless(text)}

    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
