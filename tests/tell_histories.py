"""The long form of the generated histories, by hand: `python -m tests.tell_histories FIRST LAST`.

Tells engine and oracle every history of these numbers, prints what was reached and how often, and
ends with 1 when anything differed, an invariant broke, or something was never reached.
"""

import sys

from tests.histories import FoundError, Tally, made_up, shrunk

EVERY = 1_000


def main(first: int, last: int) -> int:
    tally, found = Tally(), 0
    for seed in range(first, last):
        try:
            made_up(seed, tally)
        except FoundError as error:
            found += 1
            print(f"{error.what}\n{shrunk(error.history)}", flush=True)  # noqa: T201  # a script
        if (seed - first + 1) % EVERY == 0:
            print(f"{tally.histories} histories, {found} found", flush=True)  # noqa: T201
    print(f"{tally}\n{found} found; never reached: {tally.missed}")  # noqa: T201
    return 1 if found or tally.missed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
