"""Two processes find in a stored ledger exactly what one finds."""

from pathlib import Path

import pytest

from ledger.reports.verify import LedgerReport, verify
from ledger.reports.walk import Walk
from tests.reports.spoiled import kept, loosen, spoil, terms_of

BODY = "UPDATE journal SET body = replace(body, '80000', '80001') WHERE seq = 10"


@pytest.fixture(autouse=True)
def worth_while(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if these few events were many."""
    monkeypatch.setattr("ledger.reports.verify.WORTH", 22)


def reports(file: Path, processes: int) -> list[LedgerReport]:
    return verify(f"sqlite:///{file}", terms_of, ledger="story", processes=processes)


def walks(monkeypatch: pytest.MonkeyPatch) -> list[Walk]:
    """Every walk that is begun from here on."""
    begun: list[Walk] = []
    run = Walk.run

    def noted(walk: Walk) -> None:
        begun.append(walk)
        run(walk)

    monkeypatch.setattr(Walk, "run", noted)
    return begun


def test_a_sound_ledger_is_walked_once_and_its_chain_is_looked_at_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(tmp_path)
    alone, begun = reports(file, 1), walks(monkeypatch)

    assert reports(file, 2) == alone
    assert alone[0].ok
    assert len(begun) == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        BODY,
        "UPDATE journal SET hash = x'00' WHERE seq = 22",
        "DELETE FROM journal WHERE seq = 5",
        "UPDATE ledger SET head = x'00' WHERE name = 'story'",
        "UPDATE ledger SET count = 23 WHERE name = 'story'",
        "UPDATE balance SET fen = fen + 1 WHERE ledger = 'story' AND account = 'li/personal'",
    ],
)
def test_what_is_wrong_is_told_as_by_one_alone(tmp_path: Path, spoilt: str) -> None:
    file = kept(tmp_path)
    spoil(file, spoilt)

    found = reports(file, 2)

    assert not found[0].ok
    assert found == reports(file, 1)


def test_a_cell_of_another_kind_is_told_as_by_one_alone(tmp_path: Path) -> None:
    file = kept(tmp_path)
    loosen(file)
    spoil(file, "UPDATE journal SET body = NULL WHERE seq = 7 AND ledger = 'story'")

    assert reports(file, 2) == reports(file, 1)
    assert [problem.seq for problem in reports(file, 2)[-1].problems] == [7]


def test_where_no_other_process_can_be_had_one_does_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = kept(tmp_path)

    def none_to_be_had(*_: object) -> object:
        raise OSError

    monkeypatch.setattr("ledger.reports.verify.beside", none_to_be_had)

    assert reports(file, 2)[0].ok
