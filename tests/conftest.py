"""Makes each run of the tests the same: hypothesis draws the same examples every time."""

import pytest
from hypothesis import settings

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
