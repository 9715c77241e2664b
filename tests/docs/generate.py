"""The parts of the documents that the program itself knows, by what their marks say."""

from collections.abc import Callable

from tests.docs.of_commands import command_part
from tests.docs.of_policy import evidence_part, numbers_part, parameters_part, regions_part
from tests.docs.of_proof import proof_part
from tests.docs.of_refusals import codes_part, refusal_part
from tests.docs.of_steps import step_part
from tests.docs.of_stories import cases_part, disputed_part

WHOLE: dict[str, Callable[[], str]] = {
    "cases": cases_part,
    "codes": codes_part,
    "disputed": disputed_part,
    "parameters": parameters_part,
    "regions": regions_part,
}
NAMED: dict[str, Callable[[str], str]] = {
    "command": command_part,
    "evidence": evidence_part,
    "numbers": numbers_part,
    "proof": proof_part,
    "refusal": refusal_part,
    "step": step_part,
}


def part(what: str) -> str:
    """The text of a generated part: `parameters`, `refusal LATE`."""
    kind, _, name = what.partition(" ")
    return NAMED[kind](name) if name else WHOLE[kind]()
