"""A preview never drifts from what is enforced: the same question, asked and really sent."""

from tests.whatif.agreement import bounds, questions


def test_what_is_asked_is_what_is_decided_in_every_field() -> None:
    told = questions(360)

    assert told["ok"] + told["pending"] > 50
    assert len(told) > 15, "few kinds of answers were met"


def test_the_most_passes_and_a_fen_more_does_not_nor_a_second_before_the_first_moment() -> None:
    told = bounds(8)

    assert told["refusals"] > told["when"] >= 8
