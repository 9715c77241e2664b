"""A bar shows the share of a cap that is used."""

import pytest

from ledger.text.bars import bar


@pytest.mark.parametrize(
    ("used", "cap", "shown"),
    [
        (0, 10, "░░░░░"),
        (1, 1000, "█░░░░"),
        (4, 10, "██░░░"),
        (999, 1000, "████░"),
        (10, 10, "█████"),
        (11, 10, "█████"),
        (0, 0, "█████"),
    ],
)
def test_a_bar_is_full_only_when_all_is_used_and_empty_only_when_nothing_is(
    used: int, cap: int, shown: str
) -> None:
    assert bar(used, cap, 5) == shown
