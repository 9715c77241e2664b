"""What does not fit the model, told at its place in the file in words that help."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    RootModel,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from ledger.text.positions import Path
from ledger.text.reader import parse
from ledger.text.shape import Codes, problems_of
from ledger.text.walk import keys_of

CODES = Codes(unknown_key="S001", missing_key="S002", wrong_value="S003")


def in_yuan(written: str) -> str:
    if not written.endswith("元"):
        raise ValueError(f"“{written}” is not an amount; write {written}元")
    return written


def known_person(name: str) -> str:
    if name == "wnag":
        raise PydanticCustomError(
            "S017", "nobody is called “{name}”", {"name": name, "hint": "ask wang"}
        )
    return name


Amount = Annotated[str, BeforeValidator(in_yuan)]
Names = TypeAliasType("Names", list[Annotated[str, AfterValidator(known_person)]])


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Transfer(Strict):
    payer: Annotated[str, Field(alias="from")]
    payee: Annotated[str, Field(validation_alias=AliasChoices("to", "into"))]
    amount: Amount


class Refused(Strict):
    refused: str
    also: Names = []

    @model_validator(mode="after")
    def _names_itself_once(self) -> "Refused":
        if self.refused in self.also:
            raise ValueError("a code cannot follow itself")
        return self


class Cat(Strict):
    kind: Literal["cat"]
    lives: str


class Dog(Strict):
    kind: Literal["dog"]
    tricks: tuple[str, Literal["sit", "stay"]]


class Notes(RootModel[dict[Literal["zh", "en"], str]]):
    pass


class Step(Strict):
    id: str
    transfer: Transfer | None = None
    expect: Literal["ok", "pending"] | Refused | None = "ok"
    pet: Annotated[Cat | Dog, Field(discriminator="kind")] | None = None
    notes: Notes | None = None


def by_its_first_key(value: Any) -> str | None:
    return next(iter(value), None) if isinstance(value, dict) else None


class Wait(Strict):
    wait: str
    until: str


class Send(Strict):
    transfer: Transfer


Act = Annotated[
    Annotated[Wait, Tag("wait")] | Annotated[Send, Tag("transfer")],
    Discriminator(by_its_first_key),
]


class Story(Strict):
    steps: list[Step] = []
    acts: list[Act] = []
    counts: dict[str, int] = {}


def told(
    text: str, model: Any = Story, at: Path = (), codes: Codes = CODES
) -> list[tuple[str, ...]]:
    """The problems of a file, with its hints where there are any."""
    document = parse(text, "a.yaml")
    data: Any = document.data
    for part in at:
        data = data[part]
    try:
        TypeAdapter(model).validate_python(data)
    except ValidationError as error:
        problems = problems_of(error, document, codes, model, at)
    else:
        problems = []
    assert all(problem.path == "a.yaml" for problem in problems)
    return [
        (f"{p.line}:{p.col} {p.code} {p.message}", *([p.hint] if p.hint else [])) for p in problems
    ]


def test_an_unknown_key_is_told_at_the_key_with_the_nearest_of_the_model() -> None:
    text = "steps:\n  - {id: t1, transfer: {form: li, to: wang, 李: x, amount: 2元}}\n"

    assert told(text) == [
        ("2:25 S001 unknown key “form” in transfer", "did you mean “from”?"),
        ("2:45 S001 unknown key “李” in transfer",),
    ]


def test_an_unknown_key_is_not_compared_with_keys_that_are_there() -> None:
    text = "steps:\n- {id: t1, transfer: {from: li, to: wu, amount: 2元, amont: 3元}}\n"

    assert told(text) == [("2:53 S001 unknown key “amont” in transfer",)]


def test_every_alias_of_a_field_is_suggested_and_its_python_name_never() -> None:
    assert told("{step: []}") == [("1:2 S001 unknown key “step”", "did you mean “steps”?")]
    assert told("steps: [{id: a, transfer: {paye: x}}]")[-1] == (
        "1:28 S001 unknown key “paye” in transfer",
    )
    assert keys_of(Transfer) == ["from", "to", "into", "amount"]
    assert keys_of(Annotated[Cat | Dog | None, "any"]) == ["kind", "lives", "kind", "tricks"]
    assert keys_of(dict[str, int]) == []


def test_a_missing_key_is_told_at_the_mapping_that_lacks_it() -> None:
    text = "steps:\n  - id: t1\n    transfer:\n      from: li\n      to: wang\n  - {}\n"

    assert told(text) == [
        ("3:5 S002 key “amount” is missing in transfer",),
        ("6:5 S002 key “id” is missing in item 2 of steps",),
    ]


def test_a_missing_item_is_told_by_its_number() -> None:
    assert told("steps: [{id: a, pet: {kind: dog, tricks: [roll]}}]") == [
        ("1:34 S002 item 2 is missing in tricks",)
    ]


def test_a_misspelt_key_is_one_problem_and_not_a_missing_one_too() -> None:
    text = "steps: [{id: t1, transfer: {from: li, too: wang, amount: 1元}}]"

    assert told(text) == [("1:39 S001 unknown key “too” in transfer", "did you mean “to”?")]


def test_a_wrong_value_is_told_at_the_value_in_the_words_of_its_validator() -> None:
    text = "steps:\n  - {id: t1, transfer: {from: li, to: 王芳, amount: 800}}\n"

    assert told(text) == [("2:51 S003 “800” is not an amount; write 800元",)]


def test_a_validator_may_bring_its_own_code_and_hint() -> None:
    text = "steps: [{id: t1, expect: {refused: A, also: [li, wnag]}}]"

    assert told(text) == [("1:50 S017 nobody is called “wnag”", "ask wang")]


def test_a_plain_error_may_carry_a_hint_too() -> None:
    def refuse(_: object) -> None:
        error = ValueError("no")
        error.hint = "yes"  # type: ignore[attr-defined]  # that any error may have one is the point
        raise error

    assert told("a: b", dict[str, Annotated[str, AfterValidator(refuse)]]) == [
        ("1:4 S003 no", "yes")
    ]


def test_what_a_whole_mapping_breaks_is_told_at_its_key() -> None:
    text = "steps:\n- id: t1\n  expect:\n    refused: A\n    also: [A]\n"

    assert told(text) == [("3:3 S003 a code cannot follow itself",)]


def test_a_word_outside_its_list_is_told_with_the_list_and_the_nearest() -> None:
    text = "steps: [{id: t1, pet: {kind: dog, tricks: [roll, siit]}}]"

    assert told(text) == [("1:50 S003 “siit” is not one of sit, stay", "did you mean “sit”?")]


def test_a_long_list_of_words_is_cut() -> None:
    many = Literal["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"]

    assert told("x: zz", dict[str, many]) == [
        ("1:4 S003 “zz” is not one of a, b, c, d, e, f, g, h, i, j, k, l, …",)
    ]


@pytest.mark.parametrize(
    ("expect", "problem", "hint"),
    [
        ("pendin", "“pendin” is not one of ok, pending", "did you mean “pending”?"),
        ("[ok]", "key “expect” must be a text or a mapping, not a list", ""),
        ("{refusd: A}", "unknown key “refusd” in expect", "did you mean “refused”?"),
        ("{refused: [A]}", "key “refused” must be a text, not a list", ""),
        ("{}", "key “refused” is missing in expect", ""),
    ],
)
def test_of_a_union_only_the_branch_that_fits_in_kind_is_told(
    expect: str, problem: str, hint: str
) -> None:
    (found,) = told(f"steps: [{{id: t1, expect: {expect}}}]")

    assert found[0].partition(" ")[2].partition(" ")[2] == problem
    assert found[1:] == ((hint,) if hint else ())


def test_the_branch_of_a_tagged_union_is_no_part_of_the_way() -> None:
    text = "steps:\n- id: t1\n  pet:\n    kind: cat\n    lifes: 9\n"

    assert told(text) == [("5:5 S001 unknown key “lifes” in pet", "did you mean “lives”?")]


def test_a_wrong_or_missing_tag_is_told_where_the_tag_belongs() -> None:
    text = "steps:\n- {id: t1, pet: {kind: cta}}\n- {id: t2, pet: {lives: 9}}\n"

    assert told(text) == [
        ("2:24 S003 “cta” is not one of cat, dog", "did you mean “cat”?"),
        ("3:12 S002 key “kind” is missing in pet",),
    ]


def test_a_tag_that_is_also_a_key_of_the_data_does_not_mislead() -> None:
    text = (
        "acts:\n- {transfer: {from: li, to: wu, amount: 1}}\n- {transfer: {to: wu}, x: y}\n"
        "- {wait: a, untl: b}\n- {wait: a}\n- {x: y}\n- {}\n"
    )

    assert told(text) == [
        ("2:41 S003 “1” is not an amount; write 1元",),
        ("3:4 S002 key “amount” is missing in transfer",),
        ("3:4 S002 key “from” is missing in transfer",),
        ("3:24 S001 unknown key “x” in item 2 of acts",),
        ("4:13 S001 unknown key “untl” in item 3 of acts", "did you mean “until”?"),
        ("5:3 S002 key “until” is missing in item 4 of acts",),
        ("6:3 S003 “x” is not one of wait, transfer",),
        ("7:3 S003 item 6 of acts has none of the known forms",),
    ]


class Bird(Strict):
    kind: Literal["song"]
    song: str = ""


class Flock(RootModel[list[Bird]]):
    pass


Birds = TypeAliasType("Birds", list[Bird])


def test_a_tag_that_stands_in_a_field_of_the_branch_is_known_as_one() -> None:
    text = "x: {kind: song, song: la, sogn: lo}"
    pet = Annotated[Bird | Cat, Field(discriminator="kind")]

    assert told(text, dict[str, pet]) == [("1:27 S001 unknown key “sogn” in x",)]


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("- {kind: song, sogn: la}", list[Bird]),
        ("- {kind: song, sogn: la}", Flock),
        ("- {kind: song, sogn: la}", Birds),
        ("- {kind: song, sogn: la}", list[Bird | None]),
        ("- {kind: song, sogn: la}", list[Bird | list[Bird]]),
        ("- {kind: song, sogn: la}\n-", tuple[Bird, str | None]),
        ("- {kind: song, sogn: la}", tuple[Bird, ...]),
        ("-\n- {kind: song, sogn: la}", tuple[str | None, Bird]),
        ("x: {kind: song, sogn: la}", dict[Literal["x"], Bird]),
        ("- [{kind: song, sogn: la}]", list[dict[str, str] | list[Bird] | Bird]),
        ("a: {kind: song, sogn: la}", dict[str, Annotated[Bird, "any"] | str]),
    ],
)
def test_the_model_is_found_inside_every_kind_of_type(text: str, model: Any) -> None:
    assert told(text, model)[0][1:] == ("did you mean “song”?",)


def test_a_wrong_key_of_a_free_mapping_is_told_at_the_key() -> None:
    text = "steps:\n- {id: a, notes: {zh: 好, ne: x}}\n"

    assert told(text) == [
        ("2:26 S003 “ne” is not one of zh, en", "did you mean “en”?"),
    ]


def test_a_value_that_nobody_wrote_is_told_at_its_key() -> None:
    text = "steps:\n- id:\n  transfer:\n    from: li\n    to:\n    amount: 1元\ncounts:\n"

    assert told(text) == [
        ("2:3 S003 key “id” has no value",),
        ("5:5 S003 key “to” has no value",),
        ("7:1 S003 key “counts” has no value",),
    ]


def test_an_item_or_the_file_of_a_wrong_kind_is_told_by_its_name() -> None:
    assert told("steps: [li]") == [("1:9 S003 item 1 of steps must be a mapping, not a text",)]
    assert told("steps: {a: b}") == [("1:1 S003 key “steps” must be a list, not a mapping",)]
    assert told("[a]") == [("1:1 S003 the file must be a mapping, not a list",)]
    assert told("- [[a], b]", list[list[str]]) == [
        ("1:4 S003 item 1 of item 1 of the file must be a text, not a list",)
    ]


def test_words_of_pydantic_itself_come_with_the_value() -> None:
    (found,) = told("counts: {a: x}")

    assert found[0].startswith("1:13 S003 “x”: input should be a valid integer")


def test_a_part_that_was_validated_alone_keeps_its_places_in_the_file() -> None:
    text = "steps:\n- {id: t1}\n- {id: t2, transfer: {from: li, to: wu, amount: 1}, y: z}\n"

    assert told(text, Step, at=("steps", 1)) == [
        ("3:49 S003 “1” is not an amount; write 1元",),
        ("3:53 S001 unknown key “y” in item 2 of steps",),
    ]


def test_what_the_reader_has_told_is_not_told_again() -> None:
    text = (
        "steps:\n- {id: t1, national, expect: *ok, transfer: {from: li, to: , amount: 1元}}\n"
        '- {id: "\\x07", notes: {zh: *hao}}\n'
    )

    assert [problem.code for problem in parse(text, "a.yaml").problems] == [
        "Y003",
        "Y004",
        "Y003",
        "Y011",
    ]
    assert told(text) == []


def test_a_key_is_told_as_unknown_whatever_the_reader_said_of_its_value() -> None:
    assert told("steps: []\nx: *ok\n") == [("2:1 S001 unknown key “x”",)]


def test_a_file_that_was_not_read_to_its_end_misses_no_key() -> None:
    assert told("steps:\n- {id: t1, ex: y, transfer: {from: li, to: [") == [
        ("2:12 S001 unknown key “ex” in item 1 of steps",),
        ("2:40 S003 key “to” must be a text, not a list",),
    ]


def test_of_very_many_errors_enough_are_told() -> None:
    text = "counts: {" + ", ".join(f"a{n}: x" for n in range(3000)) + "}"

    assert len(told(text)) == 1000
