"""The chain's hash is fixed for ever, covers every column, and never takes two rows for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.journal import GENESIS, Row, link

ROW = Row(7, 1762776300000000, "k7", bytes(range(16)), b'{"event":"wallet_closed"}')

Columns = tuple[bytes, str, Row]

columns = st.tuples(
    st.binary(min_size=32, max_size=32),
    st.text(max_size=3),
    st.builds(
        Row,
        st.integers(-2, 2),
        st.integers(-2, 2),
        st.text(max_size=3),
        st.binary(max_size=3),
        st.binary(max_size=3),
    ),
)


def test_the_hash_of_a_known_row_never_changes() -> None:
    assert GENESIS.hex() == "4b5b63649f2060cd5fe86e9603eb18b9cc72cc26026bd0427b626d1bd62953ac"
    assert (
        link(GENESIS, "两省", ROW).hex()
        == "86047c35eb79f12a56d24fbc7bbb3d32f97e8894c1924c413ce307c1b2a333c3"
    )


@pytest.mark.parametrize(
    "other",
    [
        ROW._replace(seq=8),
        ROW._replace(recorded_at=0),
        ROW._replace(key="k8"),
        ROW._replace(asked=bytes(16)),
        ROW._replace(body=b'{"event":"wallet_opened"}'),
    ],
)
def test_every_column_counts(other: Row) -> None:
    assert link(GENESIS, "two", other) != link(GENESIS, "two", ROW)


def test_the_ledger_and_the_hash_before_count() -> None:
    assert link(GENESIS, "one", ROW) != link(GENESIS, "two", ROW)
    assert link(bytes(32), "two", ROW) != link(GENESIS, "two", ROW)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Row(1, 2, "ab", b"c", b"d"), Row(1, 2, "a", b"bc", b"d")),
        (Row(1, 2, "ab", b"c", b"d"), Row(1, 2, "ab", b"", b"cd")),
        (Row(1, 2, "", b"", b""), Row(2, 1, "", b"", b"")),
    ],
)
def test_bytes_that_move_to_another_column_change_the_hash(one: Row, other: Row) -> None:
    assert link(GENESIS, "two", one) != link(GENESIS, "two", other)


@given(columns, columns)
def test_different_rows_have_different_hashes(one: Columns, other: Columns) -> None:
    assert (link(*one) == link(*other)) == (one == other)
