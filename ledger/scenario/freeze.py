"""Fill in expectations: write what came where a scenario says `expect: fill`."""

from ledger.scenario.outcome import Outcome, when_text
from ledger.scenario.run import start, walk
from ledger.scenario.story import Scenario, Step
from ledger.words.accounts import short_name
from ledger.words.money import NO_LIMIT, money_text

FILL = "fill"


def frozen(scenario: Scenario) -> tuple[str, int]:
    """The scenario's text with every `fill` of an expectation replaced, and how many there were."""
    found: list[tuple[int, int, str]] = []

    def watch(step: Step, outcome: Outcome) -> None:
        if step.expect is not None and step.expect.verdict == FILL:
            line, col = scenario.document.positions.value((*step.where, "expect"))
            found.append((line, col, outcome_text(outcome)))

    walk(start(scenario), scenario.items, watch, verify=False)
    lines = scenario.document.text.split("\n")
    for line, col, text in reversed(found):
        before, after = lines[line - 1][: col - 1], lines[line - 1][col - 1 :]
        quoted = after[:1] in {'"', "'"}
        rest = after[len(FILL) + 2 * quoted :]
        lines[line - 1] = before + text + rest
    return "\n".join(lines), len(found)


def outcome_text(outcome: Outcome) -> str:
    """An outcome as a scenario writes it."""
    code = outcome.decision.code
    if outcome.paid is not None:
        shares = (f"{short_name(account)}: {money_text(fen)}" for account, fen in outcome.paid)
        return f"{{paid: {{{', '.join(shares)}}}}}"
    if outcome.verdict != "refused" or code is None:
        return outcome.verdict
    parts = [f"refused: {code.value}"]
    if outcome.by:
        parts.append(f"by: {outcome.by}")
    if outcome.also:
        parts.append(f"also: [{', '.join(outcome.also)}]")
    if hasattr(outcome.command, "amount_fen") and outcome.would_pass_fen < NO_LIMIT:
        parts.append(f"would_pass: {money_text(outcome.would_pass_fen)}")
    parts.append(f"passes_at: {when_text(outcome.passes_at)}")
    return "{" + ", ".join(parts) + "}"
