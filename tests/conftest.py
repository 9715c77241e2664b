"""Makes each run of the tests the same, and hands out databases of each kind."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres

settings.register_profile("walletsim", derandomize=True, deadline=None)
settings.load_profile("walletsim")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-docs",
        action="store_true",
        help="write what documents show and list again, and fail once so that it is read",
    )


@pytest.fixture
def update_docs(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-docs"))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL database; a skip that says so where there is none."""
    why = postgres.missing()
    if why:
        postgres.give_up(why, must=bool(os.environ.get(postgres.MUST)))
    named = os.environ.get(postgres.NAMED)
    if named:
        yield named
        return
    with postgres.server() as address:
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of a blank PostgreSQL database, as far as a journal can see."""
    return postgres.schema(postgres_server)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a blank database, of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/ledgers.db"
    url: str = request.getfixturevalue("postgres_url")
    return url
