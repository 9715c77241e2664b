"""The JSON Schemas of policies, scenarios and maps of logs, made from the models that read them."""

import json
from typing import Any

from pydantic import BaseModel

from ledger.policy.model import PolicyFile
from ledger.scenario.logs.model import MapFile
from ledger.scenario.model import ScenarioFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """File name to schema text."""
    return {
        "policy-1.schema.json": _schema(PolicyFile, "A policy file of walletsim"),
        "map-1.schema.json": _schema(MapFile, "A map of a log for walletsim"),
        "scenario-1.schema.json": _schema(ScenarioFile, "A scenario file of walletsim"),
    }


def _schema(model: type[BaseModel], title: str) -> str:
    made: dict[str, Any] = {"$schema": DIALECT, **model.model_json_schema(by_alias=True)}
    made["title"] = title
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
