"""The committed JSON Schemas are those of the models, and they judge files as the reader does."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from ledger.scenario.schema import schemas

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
POLICIES = sorted((ROOT / "ledger" / "policy" / "data").glob("*.yaml"))


class EditorLoader(yaml.BaseLoader):
    """Reads scalars as an editor's YAML 1.2 does: whole numbers and truth values are typed."""


def whole_number(loader: EditorLoader, node: yaml.ScalarNode) -> int:
    return int(str(loader.construct_scalar(node)))


def truth_value(loader: EditorLoader, node: yaml.ScalarNode) -> bool:
    return str(loader.construct_scalar(node)) == "true"


INT, BOOL = "tag:yaml.org,2002:int", "tag:yaml.org,2002:bool"
EditorLoader.add_implicit_resolver(INT, re.compile(r"^[0-9]+$"), list("0123456789"))
EditorLoader.add_implicit_resolver(BOOL, re.compile(r"^(true|false)$"), list("tf"))
EditorLoader.add_constructor(INT, whole_number)
EditorLoader.add_constructor(BOOL, truth_value)


def as_an_editor_reads(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=EditorLoader)  # noqa: S506  # a BaseLoader


def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schemas()[name]))


@pytest.mark.parametrize("name", schemas())
def test_the_committed_schema_is_what_the_models_say(name: str) -> None:
    committed = (ROOT / "schema" / name).read_text(encoding="utf-8")

    assert committed == schemas()[name], "run `make schema`"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_fits_its_schema(path: Path) -> None:
    validator("scenario-1.schema.json").validate(as_an_editor_reads(path))


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_every_shipped_policy_fits_its_schema(path: Path) -> None:
    validator("policy-1.schema.json").validate(as_an_editor_reads(path))


@pytest.mark.parametrize(
    ("where", "wrong"),
    [
        (("steps", 0, "credit"), {"to": "li/personal", "amuont": "1元"}),
        (("steps", 1, "expect"), {"refused": "KIN_NOT_BUOND"}),
        (("steps", 2, "bind", "kin"), "mothr"),
        (("people", "li", "scheme"), "employe"),
        (("steps", 0, "credit", "amount"), "1,000元"),
        (("clock", "start"), "2025-11-10"),
    ],
)
def test_the_schema_refuses_what_an_editor_should_underline(
    where: tuple[str | int, ...], wrong: object
) -> None:
    data = as_an_editor_reads(ROOT / "scenarios" / "two-provinces.yaml")
    node = data
    for part in where[:-1]:
        node = node[part]
    node[where[-1]] = wrong

    assert list(validator("scenario-1.schema.json").iter_errors(data))
