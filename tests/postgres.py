"""A PostgreSQL for tests: the one the environment names, else a private server that is ours alone.

`WALLETSIM_TEST_POSTGRES` names a database in which the tests may make schemas. Without it a server
is started in a temporary folder from the binaries of this machine, reached by a socket in there.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy import make_url

NAMED = "WALLETSIM_TEST_POSTGRES"
MUST = "WALLETSIM_CI"
"""Where this is set, a missing PostgreSQL is a failure and no skip."""

PLAIN_ROLE = "keeper"
"""The role that owns the ledgers: no superuser, so that what is revoked is refused."""

_PORT = 5432  # of the socket's name only: nothing listens on the network
_schemas = count(1)


def binaries() -> Path | None:
    """The folder of initdb and postgres, the newest there is."""
    named = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    return Path(named).resolve().parent if named else None


@contextmanager
def server(**settings: str) -> Iterator[str]:
    """A private server for as long as the block runs; the address of its one database.

    Args:
        settings: more lines of postgresql.conf; `fsync` is off unless it is set here.
    """
    found = binaries()
    assert found is not None, "no PostgreSQL on this machine"
    folder = Path(tempfile.mkdtemp(prefix="walletsim-pg-"))
    owner = _owner(folder)
    try:
        data = folder / "data"
        made = f"{found / 'initdb'} -D {data} -A trust -E UTF8 --locale=C -N -U root".split()
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, cwd="/", user=owner)
        with _running(found, folder, {"fsync": "off", **settings}, owner) as root:
            yield root
    finally:
        shutil.rmtree(folder)


def _owner(folder: Path) -> str | None:
    """Who runs the server: postgres refuses to be run by root."""
    if os.geteuid() != 0:
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    owner = next(name for name in ("postgres", "nobody") if name in known)
    shutil.chown(folder, owner)
    return owner


@contextmanager
def _running(
    found: Path, folder: Path, settings: dict[str, str], owner: str | None
) -> Iterator[str]:
    lines = {"listen_addresses": "", "unix_socket_directories": str(folder), "port": str(_PORT)}
    options = [f"-c{name}={value}" for name, value in {**lines, **settings}.items()]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(
            [found / "postgres", "-D", folder / "data", *options],
            stdout=log,
            stderr=log,
            cwd="/",
            user=owner,
        )
    try:
        address = f"postgresql://{PLAIN_ROLE}@/ledgers?host={folder}&port={_PORT}"
        _prepare(f"postgresql://root@/postgres?host={folder}&port={_PORT}", running)
        yield address
    finally:
        running.send_signal(signal.SIGINT)  # a fast shutdown
        running.wait(30)


def _prepare(root: str, running: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        assert running.poll() is None, "the server ended by itself"
        try:
            connection = psycopg.connect(root, autocommit=True)
        except psycopg.OperationalError:
            time.sleep(0.1)
            continue
        with connection:
            connection.execute(f"CREATE ROLE {PLAIN_ROLE} LOGIN")
            connection.execute(f"CREATE DATABASE ledgers OWNER {PLAIN_ROLE}")
        return
    raise AssertionError("the server did not begin to answer")


def schema(address: str) -> str:
    """An address of the same database, in a new schema of its own."""
    name = f"t{os.getpid()}_{next(_schemas)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return (
        make_url(address)
        .update_query_dict({"options": f"-csearch_path={name}"})
        .render_as_string(hide_password=False)
    )


def missing() -> str:
    """Why no PostgreSQL can be had here; empty when one can."""
    if os.environ.get(NAMED) or binaries() is not None:
        return ""
    return f"no PostgreSQL here: install it, or name a database in {NAMED}"


def give_up(why: str, *, must: bool) -> NoReturn:
    """Skip the test, for everybody to see; fail where there must be a PostgreSQL."""
    if must:
        pytest.fail(why)
    pytest.skip(why)
