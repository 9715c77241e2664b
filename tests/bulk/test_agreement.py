"""Bulk and event path agree to the fen, to the code and to the order, whatever they are told."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from ledger.journal.database import Database, opened
from ledger.session import Wish
from tests.bulk.both import Told, events
from tests.bulk.populations import told
from tests.histories import made_up

POPULATIONS = range(60)
"""The short form; `python -m tests.bulk.populations 0 10000` is the long one."""


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Database]:
    with opened(f"sqlite:///{tmp_path}/both.db", create=True, durability="normal") as made:
        yield made


def test_populations_come_to_the_same_on_both_paths(engine: Database) -> None:
    kinds, answers, handed_back = Counter[str](), Counter[str](), 0
    for seed in POPULATIONS:
        both = told(seed, engine)
        assert both.difference() == "", seed
        kinds.update(events(list(both.bulk.journal.read())))
        answers += both.bulk.answers
        handed_back += both.bulk.handed_back
    assert handed_back < answers.total() / 2, "the kernel decides most of it"
    moved = ("transfer_sent", "transfer_accepted", "transfer_returned")
    assert min(kinds[kind] for kind in moved) > 40, kinds
    assert {"LATE", "HOURS_CLOSED", "PENDING_OPEN", "TRANSFER_CAP_EACH"} <= answers.keys()
    assert {"TRANSFER_DAY_COUNT", "BALANCE_SHORT", "KEY_REUSED", "duplicate"} <= answers.keys()


@pytest.mark.parametrize("seed", range(3))
def test_histories_of_every_command_come_to_the_same_on_both_paths(
    engine: Database, seed: int
) -> None:
    history = made_up(seed)
    both = Told(engine, "history", history.policy, history.start, history.before)
    both.tell([Wish(step.command, step.at, step.key) for step in history.steps], Random(seed))
    assert both.difference() == ""
