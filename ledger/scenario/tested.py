"""Which readings of disputed values scenario files switch on, so that something tests them."""

from collections.abc import Iterable, Iterator
from typing import Any

from ledger.text.reader import Document


def tested_readings(documents: Iterable[Document]) -> frozenset[tuple[str, str, str]]:
    """Parameter, region and name of every reading in the `what_if` of these files."""
    return frozenset(key for document in documents for key in _tested(document.data))


def _tested(data: Any) -> Iterator[tuple[str, str, str]]:
    """Look at the plain data: that a file is sound is for its own check to say."""
    variants = data.get("what_if") if isinstance(data, dict) else None
    for variant in variants if isinstance(variants, list) else ():
        readings = variant.get("readings") if isinstance(variant, dict) else None
        for setting, name in (readings if isinstance(readings, dict) else {}).items():
            parameter, _, region = setting.partition("@")
            if isinstance(name, str):
                yield parameter, region, name
