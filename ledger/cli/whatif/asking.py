"""`walletsim what-if ...`: a command for every word of a step; whatever it decides is forgotten."""

import inspect
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from ledger.cli.helping import in_language
from ledger.cli.output import (
    LanguageOption,
    NoColorOption,
    TextFormat,
    TextFormatOption,
    language,
    print_json,
    terminal_cells,
)
from ledger.cli.whatif import planning
from ledger.text.said import Said, told

if TYPE_CHECKING:
    from ledger.cli.whatif.wishing import FieldOption
    from ledger.cli.whatif.worlds import Origin
    from ledger.whatif.ask import Asked


class Questions(TyperGroup):
    """The commands of `what-if`: `plan`, and one for every word of a step.

    Typer has no public names for a context and a command; hence Any.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        """The words of steps in their order, then the others."""
        from ledger.scenario.actions import ACTIONS

        return [*ACTIONS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command; that of a step's word is made when it is asked for."""
        from ledger.scenario.actions import ACTIONS

        own = super().get_command(ctx, cmd_name)
        return own or (_question(cmd_name) if cmd_name in ACTIONS else None)


what_if_app = typer.Typer(cls=Questions, no_args_is_help=True, help=Said("help.what_if"))


@what_if_app.callback()
def what_if(*, lang: LanguageOption = None) -> None:
    """Hypothetical commands."""


what_if_app.command("plan", help=Said("help.what_if.plan"))(planning.plan)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """The options that every question has."""

    origin: Annotated[str | None, typer.Argument(help=Said("help.what_if.origin"))] = None
    ledger: Annotated[str | None, typer.Option(help=Said("help.what_if.ledger"))] = None
    at: Annotated[str | None, typer.Option(help=Said("help.what_if.at"))] = None
    id: Annotated[str | None, typer.Option(help=Said("help.what_if.id"))] = None
    then: Annotated[list[str] | None, typer.Option(help=Said("help.what_if.then"))] = None
    most: Annotated[bool, typer.Option("--max", help=Said("help.what_if.max"))] = False
    when: Annotated[bool, typer.Option("--when", help=Said("help.what_if.when"))] = False
    until_ok: Annotated[bool, typer.Option("--until-ok", help=Said("help.what_if.until_ok"))] = (
        False
    )
    payer_region: Annotated[str | None, typer.Option(help=Said("help.what_if.payer_region"))] = None
    payee_region: Annotated[str | None, typer.Option(help=Said("help.what_if.payee_region"))] = None
    payer_scheme: Annotated[str, typer.Option(help=Said("help.what_if.payer_scheme"))] = "employee"
    payee_scheme: Annotated[str, typer.Option(help=Said("help.what_if.payee_scheme"))] = "resident"
    payee_kin: Annotated[str, typer.Option(help=Said("help.what_if.payee_kin"))] = "mother"
    balance: Annotated[list[str] | None, typer.Option(help=Said("help.what_if.balance"))] = None
    policy: Annotated[list[Path] | None, typer.Option(help=Said("help.what_if.policy"))] = None
    format_: TextFormatOption = TextFormat.table
    lang: LanguageOption = None
    no_color: NoColorOption = False


def _question(action: str) -> Any:
    """The command that asks about one kind of step."""
    from ledger.cli.whatif.wishing import field_options

    fields = {f"field_{number}": field for number, field in enumerate(field_options(action))}

    def asked(**values: Any) -> None:
        written = [(f, values.pop(name)) for name, f in fields.items()]
        given = [(field, text) for field, text in written if text is not None]
        _ask(action, given, Asking(**values))

    shared = inspect.signature(Asking).parameters.values()
    own = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=None,
            annotation=Annotated[
                str | None, typer.Option(field.flag, help=told(field.help, language()))
            ],
        )
        for name, field in fields.items()
    ]
    parameters = [*own, *shared]
    asked.__annotations__ = {p.name: p.annotation for p in parameters}
    setattr(asked, "__signature__", inspect.Signature(parameters))  # noqa: B010  -- Typer reads it
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command(action, help=Said(f"help.action.{action}"))(asked)
    return in_language(typer.main.get_command(app), language())


def _ask(action: str, given: "list[tuple[FieldOption, str]]", asking: Asking) -> None:
    from ledger.cli.whatif.wishing import document_of, field_options, steps_asked, then_documents
    from ledger.cli.whatif.worlds import world_of
    from ledger.scenario.references import Names
    from ledger.whatif.ask import ask

    if asking.most and all(field.key != "amount" for field, _ in given):
        given = [*given, *((f, "1分") for f in field_options(action) if f.key == "amount")]
    head = {"id": asking.id, "at": asking.at}
    first = document_of(action, {k: text for k, text in head.items() if text is not None}, given)
    documents = [first, *then_documents(asking.then or [])]
    world, at = world_of(_origin(asking), documents)
    people, policy = world.session.book.people, world.session.policy
    names = Names(set(people), policy, fed=True, tells=asking.ledger is None)
    steps = steps_asked(documents, names, at=at, since=world.at)
    asked = ask(world.session, steps, until_ok=asking.until_ok)
    raise typer.Exit(_print(asked, world.origin, asking))


def _print(asked: "Asked", origin: str, asking: Asking) -> int:
    """Print what was asked for; 0 for yes, 1 for no."""
    from ledger.cli.whatif.answers import asked_document, asked_lines, bounds_document, bounds_lines

    lang, bounds = language(asking.lang), asking.most or asking.when
    if bounds:
        document = bounds_document(asked.answers[-1], most=asking.most, when=asking.when)
        yes = document.get("max_fen") != 0 and document.get("passes_at") != "never"
    else:
        document, yes = asked_document(asked, origin), asked.taken
    if asking.format_ is not TextFormat.table:
        print_json(document, one_line=asking.format_ is TextFormat.jsonl)
    else:
        lines = (
            bounds_lines(document, lang) if bounds else asked_lines(asked, lang, terminal_cells())
        )
        typer.echo("\n".join(lines))
    return 0 if yes else 1


def _origin(asking: Asking) -> "Origin":
    from ledger.cli import clock
    from ledger.cli.ledgers.reading import moment_of
    from ledger.cli.whatif.made_up import MadeUp
    from ledger.cli.whatif.worlds import Origin

    if asking.payer_region is None:
        return Origin(asking.origin, asking.ledger, None)
    made_up = MadeUp(
        clock.now() if asking.at is None else moment_of(asking.at),
        (asking.payer_region, asking.payee_region),
        (asking.payer_scheme, asking.payee_scheme),
        asking.payee_kin,
        asking.balance or [],
        [str(path) for path in asking.policy or []],
    )
    return Origin(asking.origin, asking.ledger, made_up)
