"""The shipped book says what the domain research says, place by place and day by day."""

import pytest

from ledger.policy.dated import Special
from ledger.policy.shipped import shipped
from ledger.words.moments import parse_day

NARROW = "spouse, father, mother, son, daughter"
IN_LAWS = f"{NARROW}, father_in_law, mother_in_law"
WIDE = (
    f"{NARROW}, brother, sister, grandfather, grandmother, maternal_grandfather, "
    "maternal_grandmother, grandson, granddaughter, daughters_son, daughters_daughter"
)
LIMIT = "no limit"
REFUSED = "refused"

SAID = [
    # members and givers: the table of A2, D6, D13
    ("CN", "2025-06-01", "bind.members.cap", LIMIT),
    ("CN", "2025-06-01", "bind.givers.cap", LIMIT),
    ("CN-HN", "2025-06-01", "bind.members.cap", "10 人"),
    ("CN-HN", "2025-06-01", "bind.members.lifetime", "20 人"),
    ("CN-AH", "2025-06-01", "bind.members.cap", "7 人"),
    ("CN-AH", "2025-06-01", "bind.members.counts_self", "with_self"),
    ("CN-SD-370900", "2023-06-01", "bind.members.cap", "8 人"),
    ("CN-SD-370900", "2023-06-01", "bind.spouse.cap", "1 人"),
    ("CN-SD-370900", "2023-06-01", "bind.roles", "one_way"),
    ("CN-SD", "2023-06-01", "bind.members.cap", LIMIT),
    ("CN-HA-411000", "2025-06-01", "bind.members.cap", "6 人"),
    ("CN-HA-411000", "2025-06-01", "bind.children.cap", "3 人"),
    ("CN-HA", "2025-06-01", "bind.members.cap", LIMIT),
    ("CN-GZ", "2023-06-01", "bind.givers.cap", "1 人"),
    ("CN-JX", "2023-06-01", "bind.givers.cap", "1 人"),
    ("CN-JX", "2023-06-01", "bind.members.cap", LIMIT),
    ("CN-CQ", "2023-06-01", "bind.members.cap", "1 人"),
    ("CN-GD-440100", "2025-06-01", "bind.members.cap", "10 人"),
    ("CN-HB-420600", "2025-06-01", "bind.members.cap", "7 人"),
    ("CN-HE-130200", "2025-06-01", "bind.members.cap", "8 人"),
    ("CN-HE-130500", "2025-06-01", "bind.members.cap", "3 人"),
    ("CN-LN-210200", "2025-06-01", "settle.givers.per_settlement", "1 人"),
    ("CN-SX", "2022-07-01", "settle.givers.per_settlement", "1 人"),
    # who is near: D8, D9
    ("CN-ZJ", "2023-05-01", "kin.list", NARROW),
    ("CN-ZJ", "2025-01-01", "kin.list", WIDE),
    ("CN-SH", "2025-01-01", "kin.list", WIDE),
    ("CN-SD-370900", "2023-06-01", "kin.list", IN_LAWS),
    ("CN-SD-370600", "2023-06-01", "kin.list", NARROW),
    ("CN-SD-370900", "2024-12-09", "kin.list", WIDE),
    ("CN-GD", "2025-06-01", "kin.list", WIDE),
    # order and reach: F21, F22, F35, F37
    ("CN-GD-440300", "2023-09-30", "settle.zero_own", "short_is_enough"),
    ("CN-GD-440300", "2023-10-01", "settle.zero_own", "must_be_zero"),
    ("CN-GD-440300", "2023-10-01", "settle.givers.order", "balance"),
    ("CN-HE-130600", "2023-06-01", "settle.zero_own", "must_be_zero"),
    ("CN-BJ", "2025-06-01", "settle.givers.order", "filed"),
    ("CN-SN-610100", "2025-06-01", "settle.givers.order", "rank"),
    ("CN-AH", "2025-06-01", "settle.givers.order", "local_first"),
    ("CN-HA-411700", "2025-06-01", "settle.givers.order", "balance"),
    ("CN-HE-130200", "2025-06-01", "settle.order", "own_first"),
    ("CN-JX", "2023-06-01", "settle.shared.reach", "province"),
    ("CN-SN-610100", "2023-06-01", "settle.shared.reach", "pooling_area"),
    ("CN-HN", "2023-11-21", "settle.shared.reach", "pooling_area"),
    # ending: F28, F30, F31, D11
    ("CN-JS-320500", "2023-06-01", "bind.released_by", "giver"),
    ("CN-JX", "2023-06-01", "bind.released_by", "either"),
    ("CN-JX", "2023-06-01", "bind.on_suspended", "release"),
    ("CN-JL-220100", "2025-06-01", "bind.on_suspended", "pause"),
    ("CN-SN-610100", "2025-06-01", "bind.on_suspended", "ignore"),
    ("CN-AH-340700", "2025-06-01", "bind.unbind.effective", "next_day"),
    # what may be shared: F23, F33, P05
    ("CN-FJ-350300", "2022-08-17", "account.floor", LIMIT),
    ("CN-FJ-350300", "2022-08-18", "account.floor", "0.00 元: 0%; 2,000.00 元: 100%"),
    ("CN-FJ-350300", "2025-06-01", "account.floor", "0.00 元: 0%; 2,000.00 元: 100%"),
    ("CN-FJ", "2025-06-01", "account.share.from", "family_account"),
    ("CN-FJ", "2025-06-01", "account.set_aside.per_month", "1 次"),
    ("CN", "2025-06-01", "account.set_aside.per_month", REFUSED),
    ("CN-SX", "2022-07-01", "account.floor", "0.00 元: 0%; 1,000.00 元: 100%"),
    ("CN-SH", "2022-07-01", "account.share.from", "carried_only"),
    ("CN-SH", "2022-07-01", "bind.giver.balance", "needed"),
    ("CN-ZJ-330200", "2022-03-01", "account.share.from", "carried_only"),
    ("CN-ZJ-330100", "2025-06-01", "account.parts", "current_and_carried"),
    ("CN-ZJ-330100", "2025-06-01", "account.carried.settings", "vaccine"),
    ("CN", "2025-06-01", "account.carried.settings", "none"),
    # money in: P01-P04
    ("CN", "2025-06-01", "account.credit.rate", "2%"),
    ("CN", "2025-06-01", "account.retired.credit", REFUSED),
    ("CN-GD-440300", "2025-06-01", "account.retired.credit", "0 岁: 251.00 元"),
    ("CN-GD-440100", "2025-06-01", "account.retired.credit", "0 岁: 160.42 元"),
    ("CN-GX", "2025-06-01", "account.retired.credit", "0 岁: 120.00 元"),
    ("CN-FJ-350200", "2025-06-01", "account.retired.credit", "0 岁: 110.00 元"),
    ("CN-HA-410100", "2025-06-01", "account.retired.credit", "0 岁: 95.00 元"),
    ("CN-HL", "2025-06-01", "account.retired.credit", "0 岁: 90.00 元"),
    ("CN-SX", "2025-06-01", "account.retired.credit", "0 岁: 85.00 元"),
    ("CN-HB-420100", "2025-06-01", "account.retired.credit", "0 岁: 83.00 元"),
    ("CN-XJ", "2025-06-01", "account.retired.credit", "0 岁: 80.00 元"),
    ("CN-XJ-660000", "2025-06-01", "account.retired.credit", REFUSED),
    ("CN-LN-210200", "2025-06-01", "account.retired.credit", "0 岁: 80.00 元"),
    ("CN-JX", "2025-06-01", "account.retired.credit", "0 岁: 77.00 元"),
    ("CN-HN", "2025-06-01", "account.retired.credit", "0 岁: 75.00 元"),
    ("CN-AH", "2025-06-01", "account.retired.credit", "0 岁: 70.00 元"),
    ("CN-BJ", "2025-06-01", "account.retired.credit", "0 岁: 97.00 元; 70 岁: 107.00 元"),
    ("CN-SH", "2025-06-01", "account.retired.credit", "0 岁: 140.00 元; 75 岁: 157.50 元"),
    ("CN-HB-420100", "2025-06-01", "account.flexible.credit", "0.00 元"),
    ("CN-HB-420100", "2025-06-01", "account.flexible.retired.credit", "66.00 元"),
    ("CN-GD", "2025-06-01", "account.move", "stays"),
    # premiums: F32, F37, D7, W26
    ("CN", "2024-07-31", "premium.resident", "not_allowed"),
    ("CN", "2024-08-01", "premium.resident", "allowed"),
    ("CN-HN", "2023-11-21", "premium.resident", "allowed"),
    ("CN", "2026-01-08", "premium.long_term_care", "not_allowed"),
    ("CN", "2026-01-09", "premium.long_term_care", "allowed"),
    ("CN-BJ", "2024-12-11", "premium.long_term_care", "allowed"),
    ("CN-HL", "2025-06-01", "premium.long_term_care", "allowed"),
    # abuse: A02-A04, A08
    ("CN", "2021-04-30", "sanction.months.least", REFUSED),
    ("CN", "2021-05-01", "sanction.months.least", "3 个月"),
    ("CN", "2021-05-01", "sanction.months.most", "12 个月"),
    ("CN-GD-440300", "2018-12-11", "sanction.months.least", "3 个月"),
    ("CN", "2025-06-01", "sanction.fine.most", "5 倍"),
    ("CN", "2026-03-31", "sanction.intent", "false_papers"),
]


@pytest.mark.parametrize(("region", "date", "parameter", "shown"), SAID)
def test_the_book_says_what_was_researched(
    region: str, date: str, parameter: str, shown: str
) -> None:
    policy = shipped()
    definition = policy.definitions[parameter]
    found = policy.stated(parameter, region, parse_day(date))
    absent = {"no_limit": LIMIT, "refuse": REFUSED}[definition.when_absent]

    assert (
        absent if found is None or found.value is Special.END else definition.show(found.value)
    ) == shown


@pytest.mark.parametrize(
    ("region", "date", "parameter", "reading", "shown"),
    [
        ("CN", "2025-06-01", "premium.resident", "seed003", "not_allowed"),
        ("CN", "2025-06-01", "settle.filing", "seed002", "needed"),
        ("CN", "2025-06-01", "wallet.estate", "return", "return"),
        ("CN", "2025-06-01", "wallet.estate", "fund", "fund"),
        ("CN", "2025-06-01", "bind.unbind.lock", "three_months", "90 日"),
        ("CN", "2025-06-01", "kin.list", "narrow", NARROW),
        ("CN-CQ", "2025-06-01", "settle.order", "shared_first", "shared_first"),
        ("CN-HE-130200", "2025-06-01", "settle.order", "shared_first", "shared_first"),
        ("CN-BJ", "2025-06-01", "bind.members.cap", "page", "7 人"),
        ("CN-ZJ", "2025-06-01", "bind.members.cap", "five", "5 人"),
        ("CN-JX", "2025-06-01", "bind.members.cap", "two", "2 人"),
        ("CN-HL-230900", "2025-06-01", "bind.members.cap", "ten", "10 人"),
        ("CN-ZJ-330700", "2025-06-01", "bind.unbind.per_year", "once", "1 次"),
        ("CN-SX", "2025-06-01", "bind.on_suspended", "only_end", "ignore"),
        ("CN-GD", "2025-06-01", "kin.list", "in_laws", f"{WIDE}, father_in_law, mother_in_law"),
        ("CN-SH", "2025-06-01", "kin.list", "local", NARROW),
    ],
)
def test_what_sources_dispute_is_a_reading(
    region: str, date: str, parameter: str, reading: str, shown: str
) -> None:
    policy = shipped().with_readings({(parameter, region): reading})
    definition = policy.definitions[parameter]

    assert definition.show(policy.value(parameter, region, parse_day(date))) == shown


def test_no_premium_of_the_employee_scheme_is_allowed_anywhere() -> None:
    stated = {
        reading.value
        for (parameter, _), records in shipped().history.items()
        if parameter == "premium.employee"
        for record in records
        for reading in record.readings
    }

    assert stated == {"not_allowed"}


def test_an_aggregator_is_followed_only_where_no_better_source_says_otherwise() -> None:
    contradicted = {
        f"{parameter}@{record.region}"
        for (parameter, _), records in shipped().history.items()
        for record in records
        if record.readings[0].source.grade == "C"
        and any(reading.source.grade in {"A", "B"} for reading in record.readings[1:])
    }

    assert contradicted == set()
