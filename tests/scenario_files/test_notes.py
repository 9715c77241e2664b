"""A run says what its policy files know they do not model, where a refusal touches it."""

from dataclasses import replace

from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.policy.model import Unencoded
from ledger.scenario.load import load
from ledger.scenario.notes import Note, Notes
from ledger.scenario.run import run
from ledger.text.reader import parse

STORY = """\
scenario: story
format: 1
clock: {start: 2025-11-10 08:00}
people:
  li: {insured: CN-SN-610100, scheme: employee}
  wang: {insured: CN-HE, scheme: resident}
opening: {li/personal: 5000元, li/wallet: 0元, wang/wallet: 0元}
steps:
  - {id: t0, at: 2025-11-10 08:00, transfer: {from: li, to: wang, amount: 1元},
     expect: {refused: KIN_NOT_BOUND}}
  - {id: b1, at: 2025-11-10 08:01, bind: {giver: li, member: wang, kin: mother}}
  - {id: t1, at: 2025-11-10 08:02, transfer: {from: li, to: wang, amount: 9000元},
     expect: {refused: TRANSFER_CAP_EACH}}
  - {id: t2, at: 2025-11-10 08:03, transfer: {from: li, to: wang, amount: 9001元},
     expect: {refused: TRANSFER_CAP_EACH}}
  - {id: t3, at: 2025-11-10 08:04, transfer: {from: li, to: ghost, amount: 1元},
     expect: {refused: NOT_ENROLLED}}
  - {id: e1, at: 2025-11-10 08:05, enrol: {person: ghost, insured: CN-FJ, scheme: resident}}
"""


def lacking(*matters: tuple[str, str, str]) -> PolicyBook:
    """The shipped policy, whose files of some regions say that they lack something."""
    policy = shipped.shipped()
    files = []
    for file in policy.files:
        own = [
            Unencoded(what=w, touches=[c], source="ours") for r, w, c in matters if r == file.region
        ]
        files.append(file.model_copy(update={"unencoded": tuple(own)}))
    return replace(policy, files=tuple(files))


def noted(policy: PolicyBook) -> list[Note]:
    scenario = replace(load(parse(STORY, "story.yaml", "steps")), policy=policy)
    notes = Notes(policy)
    assert run(scenario, notes.see).failures == []
    return notes.found


def test_a_refusal_that_touches_something_not_modelled_is_noted_with_its_first_step() -> None:
    assert noted(lacking(("CN", "other caps", "TRANSFER_CAP_EACH"))) == [
        Note("CN", "other caps", "TRANSFER_CAP_EACH", "t1")
    ]


def test_a_note_is_one_line() -> None:
    (note,) = noted(lacking(("CN", "other caps", "TRANSFER_CAP_EACH")))

    assert note.told("story") == (
        "CN: not modelled: other caps (touches TRANSFER_CAP_EACH; step t1 of story)"
    )


def test_only_the_regions_of_the_two_sides_and_those_around_them_are_asked() -> None:
    everywhere = [
        (region, "other caps", "TRANSFER_CAP_EACH") for region in ("CN", "CN-SN", "CN-HE", "CN-GD")
    ]

    assert [note.region for note in noted(lacking(*everywhere))] == ["CN", "CN-HE", "CN-SN"]


def test_what_no_step_was_refused_with_is_not_noted() -> None:
    assert noted(lacking(("CN", "other hours", "HOURS_CLOSED"))) == []


def test_a_matter_that_touches_two_codes_is_noted_once() -> None:
    twice = lacking(("CN", "both", "KIN_NOT_BOUND"), ("CN", "both", "TRANSFER_CAP_EACH"))

    assert [note.step for note in noted(twice)] == ["t0"]


def test_somebody_unknown_belongs_to_the_nation_alone() -> None:
    unknown = [(region, "strangers", "NOT_ENROLLED") for region in ("CN", "CN-SN")]

    assert noted(lacking(*unknown)) == [Note("CN", "strangers", "NOT_ENROLLED", "t3")]


def test_the_shipped_policy_says_what_it_lacks() -> None:
    matters = [matter for file in shipped.shipped().files for matter in file.unencoded]

    assert matters
