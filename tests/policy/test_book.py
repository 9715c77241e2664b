"""The policy book: what is in force where and when, and the terms and the hash that follow."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.policy.book import PolicyBook, read_body
from ledger.policy.dated import Dated, Reading, Special
from ledger.policy.model import Source
from ledger.policy.shipped import shipped
from ledger.words.moments import DueTime, Window, parse_day
from ledger.words.money import NO_LIMIT
from ledger.words.regions import known
from tests.policy.samples import CN, DAY, book, overlay

CAP = "transfer.cap.each"
A_DAY = "transfer.amount.per_day"
XIAN = "CN-SN-610100"
HOUR = 3_600_000_000
OURS = Source(title="what-if", grade="assumed")

PROVINCE = overlay(f"""\
  {CAP}:
    how: tighten
    values: [{{from: 2025-01-01, until: 2025-06-30, value: 1500元, source: bureau}}]
""")
CITY = overlay(
    f"""\
  {CAP}:
    how: tighten
    values: [{{from: 2025-03-01, until: 2025-03-31, value: 1000元, source: bureau}}]
""",
    XIAN,
)


def change(parameter: str, value: object, first: str, region: str = "CN") -> Dated:
    """A what-if value from a day on."""
    reading = Reading("", value, "what-if", OURS, "", "")
    return Dated(parameter, region, parse_day(first), None, (reading,))


def cap(policy: PolicyBook, region: str, day: str) -> object:
    return policy.value(CAP, region, parse_day(day))


def test_a_value_is_looked_for_in_the_area_then_the_province_then_the_nation() -> None:
    policy = book(PROVINCE, CITY)

    assert cap(policy, XIAN, "2025-03-15") == 100_000
    assert cap(policy, XIAN, "2025-04-01") == 150_000
    assert cap(policy, XIAN, "2025-07-01") == 200_000
    assert cap(policy, "CN-SN-610200", "2025-03-15") == 150_000
    assert cap(policy, "CN-HE", "2025-03-15") == 200_000


@pytest.mark.parametrize(
    ("day", "fen"),
    [
        ("2024-12-31", 200_000),
        ("2025-01-01", 150_000),
        ("2025-06-30", 150_000),
        ("2025-07-01", 200_000),
    ],
)
def test_the_first_and_the_last_day_are_both_in_force(day: str, fen: int) -> None:
    assert cap(book(PROVINCE), "CN-SN", day) == fen


def test_before_its_first_value_a_parameter_that_refuses_lets_nothing_pass() -> None:
    policy = book()
    early = parse_day("2024-11-14")

    assert policy.in_force(CAP, "CN", early) is None
    assert policy.value(CAP, "CN", early) == 0
    assert CAP in policy.terms("CN", "CN", early).absent


def test_a_parameter_without_a_value_that_does_not_limit_lets_anything_pass() -> None:
    policy = book()
    terms = policy.terms("CN", "CN", DAY)

    assert policy.in_force(A_DAY, "CN", DAY) is None
    assert terms.transfer_day_fen == NO_LIMIT
    assert A_DAY not in terms.absent


def test_inherit_hands_on_to_the_wider_region_and_its_readings_can_be_switched() -> None:
    policy = book(
        overlay(f"""\
  {A_DAY}:
    how: tighten
    values:
      - from: 2025-01-01
        reading: plain
        value: inherit
        source: bureau
        disputed: [{{reading: strict, value: 2000元, source: ours}}]
""")
    )
    strict = policy.with_readings({(A_DAY, "CN-SN"): "strict"})

    own = policy.own(A_DAY, "CN-SN", DAY)
    assert own is not None
    assert own.value is Special.INHERIT
    assert policy.in_force(A_DAY, XIAN, DAY) is None
    assert strict.value(A_DAY, XIAN, DAY) == 200_000
    assert strict.value(A_DAY, "CN-HE", DAY) == NO_LIMIT


def test_the_first_reading_is_in_force_until_another_is_chosen() -> None:
    policy = book()
    wide = policy.with_readings({("spend.settings", "CN"): "wide"})

    assert policy.value("spend.settings", "CN-SN", DAY) == {"outpatient", "pharmacy"}
    assert wide.value("spend.settings", "CN-SN", DAY) == {"outpatient", "pharmacy", "inpatient"}
    assert policy.value("spend.settings", "CN-SN", DAY) == {"outpatient", "pharmacy"}


def test_end_takes_the_wider_value_away() -> None:
    ends = "    how: end\n    values: [{from: 2025-01-01, until: 2025-12-31, source: bureau}]\n"
    policy = book(overlay(f"  {CAP}:\n{ends}  transfer.closed:\n{ends}"))

    stated = policy.stated(CAP, XIAN, DAY)
    assert stated is not None
    assert (stated.record.region, stated.value) == ("CN-SN", Special.END)
    assert policy.in_force(CAP, XIAN, DAY) is None
    assert policy.value(CAP, XIAN, DAY) == 0
    assert CAP in policy.terms(XIAN, "CN", DAY).absent
    assert policy.terms(XIAN, XIAN, DAY).closed == ()
    assert cap(policy, XIAN, "2026-01-01") == 300_000


def test_a_change_hides_the_value_of_its_own_region_from_its_first_day_on() -> None:
    policy = book(PROVINCE).with_changes((change(CAP, 500_000, "2025-02-01"),))

    assert cap(policy, "CN", "2025-01-31") == 200_000
    assert cap(policy, "CN", "2025-02-01") == 500_000
    assert cap(policy, "CN-SN", "2025-02-01") == 150_000
    assert cap(policy, "CN-SN", "2025-07-01") == 500_000


def test_of_two_changes_the_last_wins() -> None:
    first, second = change(CAP, 1, "2025-02-01"), change(CAP, 2, "2025-03-01")

    for policy in (
        book().with_changes((first, second)),
        book().with_changes((first,)).with_changes((second,)),
    ):
        assert cap(policy, "CN", "2025-02-28") == 1
        assert cap(policy, "CN", "2025-03-01") == 2


def test_each_side_counts_as_applies_to_says() -> None:
    policy = book(
        overlay("""\
  wallet.open: {how: replace, values: [{from: 2025-01-01, value: open, source: bureau}]}
  transfer.cap.each: {how: tighten, values: [{from: 2025-01-01, value: 1500元, source: bureau}]}
  transfer.closed:
    how: tighten
    values: [{from: 2025-01-01, value: "21:00-07:00", source: bureau}]
  spend.settings: {how: tighten, values: [{from: 2025-01-01, value: [pharmacy], source: bureau}]}
""")
    )
    out, back = policy.terms("CN-SN", "CN-HE", DAY), policy.terms("CN-HE", "CN-SN", DAY)
    night, long_night = Window(22 * HOUR, 6 * HOUR), Window(21 * HOUR, 7 * HOUR)

    assert (out.transfer_cap_each_fen, back.transfer_cap_each_fen) == (150_000, 200_000)
    assert out.spend_settings == {"outpatient", "pharmacy"}
    assert back.spend_settings == {"pharmacy"}
    assert out.closed == (long_night, night)
    assert back.closed == (night, long_night)
    assert (out.wallet_open_sides, out.wallets_open) == (("open", "not_open"), False)
    assert policy.terms("CN-SN", XIAN, DAY).wallets_open


def test_a_parameter_the_book_does_not_know_has_the_value_of_its_term() -> None:
    terms = book().terms("CN", "CN", DAY)

    assert terms.return_at == DueTime(1, 6 * HOUR)
    assert terms.acceptance == "required"


def test_a_rule_the_book_does_not_list_is_idle() -> None:
    terms = book().terms("CN", "CN", DAY)

    assert {"MODEL_NOT_IN_FORCE", "KIN_NOT_BOUND", "PENDING_OPEN"} <= terms.idle
    assert terms.idle.isdisjoint({"TRANSFER_CAP_EACH", "HOURS_CLOSED"})


def test_terms_are_resolved_once_for_all_days_between_two_changes() -> None:
    policy = book(PROVINCE)
    first = policy.terms("CN-SN", "CN-HE", parse_day("2025-01-01"))

    assert policy.terms("CN-SN", "CN-HE", parse_day("2025-06-30")) is first
    assert policy.terms("CN-SN", "CN-HE", parse_day("2025-07-01")) is not first
    assert policy.terms("CN-SN", "CN-HE", parse_day("2024-12-31")) is not first
    assert policy.terms("CN-HE", "CN-SN", parse_day("2025-01-01")) is not first


@given(
    st.integers(parse_day("2021-01-01"), parse_day("2027-12-31")), st.sampled_from(list(known()))
)
def test_every_day_of_a_stretch_has_the_values_of_its_first_day(day: int, region: str) -> None:
    policy = shipped()
    first = policy.segment(day, region, region)

    for name in policy.definitions:
        assert policy.value(name, region, day) == policy.value(name, region, first)


def test_the_order_of_files_titles_notes_comments_and_layout_do_not_change_the_hash() -> None:
    noted = PROVINCE.replace("source: bureau}", "source: bureau, checked_on: 2025-02-02, note: x}")
    others = {
        "order": book(CITY, PROVINCE, CN),
        "title": book(CITY, PROVINCE.replace("某地,", "别处,")),
        "about": book(CN.replace("单笔上限", "每笔上限"), PROVINCE, CITY),
        "note": book(noted, CITY),
        "comment": book("# remark\n" + PROVINCE, CITY),
        "layout": book(PROVINCE.replace("{from: 2025-01-01,", "{  from: '2025-01-01',"), CITY),
        "unit": book(PROVINCE.replace("1500元", "150000分"), CITY),
        "unencoded": book(
            PROVINCE + "unencoded: [{what: x, touches: [LATE], source: ours}]\n", CITY
        ),
    }

    assert noted != PROVINCE
    assert {name for name, b in others.items() if b.hash != book(PROVINCE, CITY).hash} == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value: 2000元", "value: 2000.01元"),
        ("until: 2025-12-31", "until: 2025-12-30"),
        ("from: 2026-01-01", "from: 2026-01-02"),
        ("http://example.cn/guide", "http://example.cn/other"),
        ("published: 2024-11-01", "published: 2024-11-02"),
        ("grade: A}", "grade: B}"),
        ("quote: 不超过2000元", "quote: 每笔2000元"),
        ("reading: wide", "reading: broad"),
        ("[outpatient, pharmacy, inpatient], source", "[outpatient, inpatient], source"),
        ("source: guide}\n  transfer.closed", "source: ours}\n  transfer.closed"),
        ("applies_to: receiver", "applies_to: both"),
        ("when_absent: no_limit\n    values: []", "when_absent: refuse\n    values: []"),
        ("  - {code: BALANCE_SHORT, uses: []}\n", ""),
        ("value: 3次", "value: 3次, from_source: ours"),
    ],
)
def test_any_value_day_source_reading_or_rule_changes_the_hash(old: str, new: str) -> None:
    changed = CN.replace(old, new)

    assert changed != CN
    assert book(changed).hash != book(CN).hash


def test_a_chosen_reading_and_a_change_change_the_hash() -> None:
    policy = book()
    chosen = policy.with_readings({("spend.settings", "CN"): "wide"})
    one, two = change(CAP, 1, "2025-02-01"), change(CAP, 2, "2025-02-01")
    hashes = [
        policy.hash,
        chosen.hash,
        policy.with_changes((one,)).hash,
        policy.with_changes((two,)).hash,
        policy.with_changes((one, two)).hash,
        policy.with_changes((replace(one, region="CN-SN"),)).hash,
        policy.with_changes((replace(one, until_day=DAY),)).hash,
        chosen.with_changes((one,)).hash,
    ]

    assert len(set(hashes)) == len(hashes)
    assert book().hash == policy.hash


def test_the_order_in_which_readings_are_chosen_does_not_change_the_hash() -> None:
    one, two = {("wallet.model", "CN"): "rules"}, {("spend.settings", "CN"): "wide"}
    there, back = (
        shipped().with_readings(first).with_readings(second)
        for first, second in ((one, two), (two, one))
    )

    assert there.hash == back.hash


def test_a_body_makes_a_book_that_decides_alike() -> None:
    policy = shipped().with_changes((change(CAP, 123_456, "2025-06-01", "CN-SN"),))
    policy = policy.with_readings({("wallet.model", "CN"): "rules"})
    again = read_body(policy.body())

    assert again.hash == policy.hash
    for day in sorted(frozenset[int]().union(*policy.change_days.values())):
        for sender, receiver in ((XIAN, "CN-GD-440100"), ("CN-XJ-659001", "CN-BJ")):
            assert again.terms(sender, receiver, day) == policy.terms(sender, receiver, day)


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b'{"rules":1,"parameters":[],"values":[]}'])
def test_what_is_no_body_makes_no_book(body: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_body(body)
