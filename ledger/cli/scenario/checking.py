"""Every problem of scenario and policy files, without running any."""

from collections.abc import Sequence
from pathlib import Path

from ledger.cli.files import documents, is_policy, same_names
from ledger.policy import shipped
from ledger.policy.load import load as load_policy
from ledger.scenario.load import load
from ledger.scenario.story import Scenario
from ledger.text.problems import FileProblems, Problem
from ledger.text.reader import Document
from ledger.words.regions import NATION


def all_problems(paths: Sequence[Path]) -> tuple[list[Problem], list[Document]]:
    """The problems of every file, and the files.

    Policy files are checked together; without a file of the nation among them, on top of the
    shipped one.
    """
    files = documents(paths)
    problems: list[Problem] = []
    loaded: list[Scenario] = []
    policies = [document for document in files if is_policy(document)]
    if policies:
        problems += _policy_problems(policies)
    for document in files:
        if document in policies:
            continue
        try:
            loaded.append(load(document))
        except FileProblems as found:
            problems += found.problems
    problems += same_names(loaded)
    return problems, files


def _policy_problems(policies: list[Document]) -> tuple[Problem, ...]:
    regions = [
        document.data.get("region") for document in policies if isinstance(document.data, dict)
    ]
    base = [] if NATION in regions else [shipped.document("cn")]
    try:
        load_policy([*base, *policies])
    except FileProblems as found:
        return found.problems
    return ()
