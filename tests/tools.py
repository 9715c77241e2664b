"""Programs of others that tests run: here, or skipped for all to see; in CI they must be here."""

import os
import shutil

import pytest


def needed(program: str) -> str:
    """The path of a program; without it the test is skipped, or fails where WALLETSIM_CI is 1."""
    path = shutil.which(program)
    if path is None:
        missing = f"{program} is not installed"
        if os.environ.get("WALLETSIM_CI") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    return path
