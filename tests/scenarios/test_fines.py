"""T38 and T39: a fine comes on top only where the rules of the day count intent (A02-A04)."""

from ledger.core.events import PersonSanctioned
from tests.scenarios.stories import FOLDER, told


def sanctions(name: str) -> list[PersonSanctioned]:
    """Every sanction of a story, in order."""
    made, _ = told(FOLDER / f"{name}.yaml")
    events = (stored.event for stored in made.journal.read())
    return [event for event in events if isinstance(event, PersonSanctioned)]


def test_a_card_lent_without_intent_costs_the_loss_and_no_fine() -> None:
    (found,) = sanctions("t38-a-card-lent-to-a-sister")

    assert (found.loss_fen, found.fine_least_fen, found.fine_most_fen) == (42_000, 0, 0)


def test_lending_against_gifts_is_intent_only_from_the_first_of_april_2026() -> None:
    before, after = sanctions("t39-lent-for-six-months-against-gifts")

    assert (before.loss_fen, before.fine_least_fen, before.fine_most_fen) == (80_000, 0, 0)
    assert after.loss_fen == 160_000
    assert (after.fine_least_fen, after.fine_most_fen) == (2 * 160_000, 5 * 160_000)
