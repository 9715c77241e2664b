"""The guards of a database in PostgreSQL: what keeps its history, with whatever it is opened."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Connection, text

from ledger.journal.tables import Base
from ledger.text.said import Said

MARK: Final = "walletsim ledgers"
"""Stands as a comment on each of our tables."""

_STAY: Final = "BEFORE DELETE OR UPDATE OR TRUNCATE ON"
GUARDS: Final = {
    "journal_next": (
        "CREATE TRIGGER journal_next AFTER INSERT ON journal REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION journal_next()"
    ),
    "journal_keep": (
        f"CREATE TRIGGER journal_keep {_STAY} journal FOR EACH STATEMENT"
        " EXECUTE FUNCTION history_keep('an event can never be changed or deleted')"
    ),
    "policy_keep": (
        f"CREATE TRIGGER policy_keep {_STAY} policy FOR EACH STATEMENT"
        " EXECUTE FUNCTION history_keep('a policy in use can never be changed or deleted')"
    ),
    "ledger_keep": (
        "CREATE TRIGGER ledger_keep BEFORE DELETE OR UPDATE OF name OR TRUNCATE ON ledger"
        " FOR EACH STATEMENT EXECUTE FUNCTION history_keep("
        "'a ledger can never be deleted or named otherwise')"
    ),
    "journal_key": (
        "CREATE UNIQUE INDEX journal_key ON journal USING btree (ledger, key) WHERE key <> ''::text"
    ),
}
"""The triggers by name, in the text that PostgreSQL gives of them, and the index of keys."""

# A count and no EXISTS: that may be planned as a table of every seq there is, made at each append.
# That the ledger is there is asked once a statement; a foreign key asks at each row, which takes
# longer than writing it.
FUNCTIONS: Final = {
    "history_keep": " BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END ",
    "journal_next": """ BEGIN
    IF EXISTS (
        SELECT FROM (
            SELECT ledger, min(seq) AS first, max(seq) AS last, count(*) AS many
            FROM added GROUP BY ledger
        ) AS part
        WHERE part.first < 1 OR part.last - part.first + 1 <> part.many
        OR part.first > 1 AND (
            SELECT count(*) FROM journal AS j
            WHERE j.ledger = part.ledger AND j.seq = part.first - 1
        ) = 0
        OR (
            SELECT count(*) FROM journal AS j
            WHERE j.ledger = part.ledger AND j.seq = part.last + 1
        ) > 0
        OR (SELECT count(*) FROM ledger AS l WHERE l.name = part.ledger) = 0
    ) THEN
        RAISE EXCEPTION 'an event can only be appended to a ledger, at the next seq';
    END IF;
    RETURN NULL;
END """,
}
"""What the triggers run, in the text that PostgreSQL keeps of it."""

_MARKED: Final = text(
    "SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace(current_schema())"
    " AND obj_description(oid, 'pg_class') = :mark)"
)
_THERE: Final = text(
    "SELECT tgname, pg_get_triggerdef(oid, true) FROM pg_trigger"
    " WHERE tgrelid IN (to_regclass('journal'), to_regclass('ledger'), to_regclass('policy'))"
    " AND NOT tgisinternal AND tgenabled IN ('O', 'A')"
    " UNION ALL SELECT 'journal_key', pg_get_indexdef(indexrelid, 0, true) FROM pg_index"
    " WHERE indexrelid = to_regclass('journal_key') AND indisvalid"
)
_RUN: Final = text(
    "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = to_regnamespace(current_schema())"
)


def mark(connection: Connection) -> None:
    """Mark a database with the tables in it as ours, and put up the guards."""
    for name, body in FUNCTIONS.items():
        connection.exec_driver_sql(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SET search_path FROM CURRENT AS $${body.replace('%', '%%')}$$"
        )
    for name, guard in GUARDS.items():
        if name != "journal_key":  # came with its table
            connection.exec_driver_sql(guard)
    for table in ("journal", "policy"):
        connection.exec_driver_sql(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC, CURRENT_USER"
        )
    connection.exec_driver_sql("REVOKE DELETE, TRUNCATE ON ledger FROM PUBLIC, CURRENT_USER")
    for table in Base.metadata.tables:
        connection.exec_driver_sql(f"COMMENT ON TABLE {table} IS '{MARK}'")


def is_marked(connection: Connection) -> bool:
    """Whether the database is ours, though tables may be missing."""
    return bool(connection.execute(_MARKED, {"mark": MARK}).scalar())


def complaints(connection: Connection) -> Iterator[Said]:
    """Which guards are gone, or were changed."""
    there: dict[Any, Any] = dict(connection.execute(_THERE).all())
    run: dict[Any, Any] = dict(connection.execute(_RUN).all())
    for name, guard in GUARDS.items():
        if there.get(name) != guard:
            yield Said("journal.guard", name=name)
    for name, body in FUNCTIONS.items():
        if run.get(name) != body:
            yield Said("journal.guard_function", name=name)
