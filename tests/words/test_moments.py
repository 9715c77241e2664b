"""Days and moments as text."""

import pytest

from ledger.words.moments import DAY, format_day, format_moment, parse_day


@pytest.mark.parametrize("text", ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"])
def test_every_day_of_the_calendar_is_written_as_it_is_read(text: str) -> None:
    assert format_day(parse_day(text)) == text


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31"])
def test_a_day_that_no_calendar_has_is_written_by_its_number(text: str) -> None:
    beyond = parse_day(text) + (1 if text > "2000" else -1)

    assert format_day(beyond) == f"1970-01-01{beyond:+}d"
    assert format_moment(beyond * DAY) == f"1970-01-01{beyond:+}d 00:00"
