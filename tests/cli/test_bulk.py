"""Work in bulk looks for cycles seldom, and leaves everything as it was."""

import gc

import pytest

from ledger.cli.bulk import in_bulk


def fail_in_bulk(seen: list[tuple[int, int, int]]) -> None:
    with in_bulk():
        seen.append(gc.get_threshold())
        raise ValueError("in the middle")


def test_cycles_are_looked_for_seldom_and_afterwards_as_before() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    seen: list[tuple[int, int, int]] = []

    with pytest.raises(ValueError, match="in the middle"):
        fail_in_bulk(seen)

    assert seen[0][0] > before[0]
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, frozen)
