"""Times work that changes what it works on: each round gets fresh arguments, made off the clock."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

P = ParamSpec("P")
T = TypeVar("T")

ROUNDS = 3


def rounds(
    benchmark: BenchmarkFixture,
    work: Callable[P, T],
    setup: Callable[[], tuple[tuple[Any, ...], dict[str, Any]]],
) -> T:
    """Time `work` on what `setup` makes for each round; the last round's answer."""
    timed: Callable[..., T] = benchmark.pedantic
    return timed(work, setup=setup, rounds=ROUNDS)
