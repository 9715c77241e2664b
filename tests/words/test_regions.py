"""Region ids: which exist, what they are called, and which lies in which."""

import re
from collections import Counter

import pytest

from ledger.words import regions


def test_a_pooling_area_lies_in_its_province_and_that_in_the_nation() -> None:
    assert regions.parent("CN-SN-610100") == "CN-SN"
    assert regions.parent("CN-SN") == "CN"
    assert regions.parent("CN") is None
    assert regions.chain("CN-SN-610100") == ("CN-SN-610100", "CN-SN", "CN")


def test_a_city_of_the_corps_lies_in_the_corps_and_that_in_xinjiang() -> None:
    assert regions.chain("CN-XJ-659007") == ("CN-XJ-659007", "CN-XJ-660000", "CN-XJ", "CN")
    assert regions.chain("CN-XJ-650100") == ("CN-XJ-650100", "CN-XJ", "CN")


@pytest.mark.parametrize("region", ["", "cn", "CN-", "CN-XX", "CN-SN-", "CN-HE-610100"])
def test_an_id_that_is_not_in_the_table_is_no_region(region: str) -> None:
    assert not regions.is_region(region)
    for ask in (regions.chain, regions.parent):
        with pytest.raises(KeyError):
            ask(region)
    with pytest.raises(KeyError):
        regions.name(region, "en")


def test_names_are_chinese_or_english_and_an_area_falls_back_to_its_id() -> None:
    assert regions.name("CN", "zh") == "中国"
    assert regions.name("CN", "en") == "China"
    assert regions.name("CN-NM", "zh") == "内蒙古自治区"
    assert regions.name("CN-NM", "en") == "Inner Mongolia"
    assert regions.name("CN-SN-610100", "zh") == "西安市"
    assert regions.name("CN-SN-610100", "en") == "CN-SN-610100"


def test_provinces_that_sound_alike_have_their_own_ids() -> None:
    names = {"CN-SN": "陕西省", "CN-SX": "山西省", "CN-HE": "河北省", "CN-HA": "河南省"}
    assert {region: regions.name(region, "zh") for region in names} == names


def test_there_are_34_provinces_and_each_of_their_codes_is_used_once() -> None:
    prefixes = Counter(province.prefix for province in regions.PROVINCES.values())
    assert len(prefixes) == 34
    assert set(prefixes.values()) == {1}


def test_there_are_333_prefectures_and_few_named_exceptions() -> None:
    areas = [area for province in regions.PROVINCES.values() for area in province.areas]
    prefectures = {area for area in areas if area.endswith("00")}
    assert prefectures >= {"CN-HE-133100", regions.CORPS}
    assert len(prefectures) == 333 + 2
    others = {area for area in areas if not re.search(r"-\d\d90\d\d$|00$", area)}
    assert others == {"CN-SH-310118"}


def test_no_area_code_is_written_twice() -> None:
    written = Counter(re.findall(r"\d{6}", regions._TABLE))
    assert set(written.values()) == {1}


def test_every_area_code_is_in_its_province() -> None:
    for province in regions.PROVINCES.values():
        codes = {area.removeprefix(f"{province.id}-") for area in province.areas}
        wrong = {code for code in codes if not re.fullmatch(rf"{province.prefix}\d{{4}}", code)}
        assert wrong <= {"660000"}


def test_every_region_has_a_chinese_name_and_a_chain_that_ends_in_the_nation() -> None:
    known = list(regions.known())
    assert known[0] == "CN"
    for region in known:
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,12}", regions.name(region, "zh"))
        assert regions.chain(region)[0] == region
        assert regions.chain(region)[-1] == "CN"
        assert all(known.index(wider) <= known.index(region) for wider in regions.chain(region))


@pytest.mark.parametrize("region", ["CN-HK", "CN-MO", "CN-TW"])
def test_a_region_outside_mainland_insurance_has_a_name_and_no_areas(region: str) -> None:
    assert regions.is_region(region)
    assert regions.PROVINCES[region].areas == ()
