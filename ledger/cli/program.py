"""A program under test: started for a story, asked line by line, never waited for too long."""

import os
import shlex
import signal
import subprocess
from contextlib import suppress
from queue import Empty, Queue
from threading import Thread
from typing import IO

from ledger.text.said import Said
from ledger.text.width import clip, harmless
from ledger.whatif.comparing.against import ProgramError

LONGEST_LINE_BYTES = 1 << 16
_SHOWN_CELLS = 120
_JOIN_SECONDS = 5


class NoProgramError(Exception):
    """There is no such program, or it may not be started."""


class Program:
    """One run of a program; use it in a `with` block, which ends it and whatever it started.

    What it says on its standard error goes where ours goes.

    Raises:
        NoProgramError: when it cannot be started.
    """

    def __init__(self, command: str, seconds: float) -> None:
        self.seconds = seconds
        pipe = subprocess.PIPE
        try:
            words = shlex.split(command)
            self._process = subprocess.Popen(  # noqa: S603  -- the user asks for this program
                words, stdin=pipe, stdout=pipe, start_new_session=True
            )
        except (OSError, ValueError, IndexError) as error:
            raise NoProgramError(getattr(error, "strerror", None) or str(error)) from None
        self._stdin, self._stdout = _pipes(self._process)
        self._lines: Queue[bytes] = Queue(maxsize=1)
        self._over = False
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Program":
        """Itself."""
        return self

    def __exit__(self, *_error: object) -> None:
        """End it, if it has not ended."""
        with suppress(ProcessLookupError, PermissionError):
            _kill(self._process)
        self._process.wait()
        self._over = True
        with suppress(Empty):
            self._lines.get_nowait()  # the reader may be waiting for room
        self._reader.join(_JOIN_SECONDS)
        with suppress(OSError):
            self._stdin.close()
        if not self._reader.is_alive():
            self._stdout.close()

    def ask(self, line: str) -> str:
        """Its answer to a line.

        Raises:
            ProgramError: when none comes in time, it has ended, or its answer has no end.
        """
        shown = clip(harmless(line), _SHOWN_CELLS)
        with suppress(OSError):  # it has ended; what it said before is still read
            self._stdin.write(f"{line}\n".encode())
            self._stdin.flush()
        try:
            answer = self._lines.get(timeout=self.seconds)
        except Empty:
            seconds = f"{self.seconds:g}"
            raise ProgramError(Said("against.too_slow", seconds=seconds, line=shown)) from None
        if answer.endswith(b"\n"):
            return answer.decode(errors="backslashreplace").strip()
        if len(answer) == LONGEST_LINE_BYTES:
            raise ProgramError(Said("against.too_long", line=shown))
        code = self._code()
        how = Said("against.hung") if code is None else Said("against.ended", code=code)
        raise ProgramError(Said("against.crashed", how=how, line=shown))

    def finish(self) -> None:
        """Let it end: nothing more is asked.

        Raises:
            ProgramError: when it ends with an error, or not at all.
        """
        with suppress(OSError):
            self._stdin.close()
        code = self._code()
        if code is None:
            raise ProgramError(Said("against.no_end"))
        if code:
            raise ProgramError(Said("against.bad_end", code=code))

    def _code(self) -> int | None:
        """How it ended; None where it goes on."""
        try:
            return self._process.wait(self.seconds)
        except subprocess.TimeoutExpired:
            return None

    def _read(self) -> None:
        """Put each line where `ask` finds it, and an empty one at the end."""
        line = b"\n"
        while line and not self._over:
            line = self._stdout.readline(LONGEST_LINE_BYTES)
            self._lines.put(line)


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a program under test has its pipes")
    return process.stdin, process.stdout


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it and all it started, where the system knows which these are."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
