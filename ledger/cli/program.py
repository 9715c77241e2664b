"""A program under test: started for a story, asked line by line, never waited for too long."""

import asyncio
import shlex
from contextlib import suppress
from types import TracebackType

from ledger.text.said import Said
from ledger.text.width import clip, harmless
from ledger.whatif.against import ProgramError

LONGEST_LINE_BYTES = 1 << 16
_SHOWN_CELLS = 120


class NoProgramError(Exception):
    """There is no such program, or it may not be started."""


class Program:
    """One run of a program; use it in a `with` block, which ends it.

    What it says on its standard error goes where ours goes.
    """

    def __init__(self, command: str, seconds: float) -> None:
        self.command = command
        self.seconds = seconds
        self._runner = asyncio.Runner()
        self._process: asyncio.subprocess.Process | None = None

    def __enter__(self) -> "Program":
        """Start it.

        Raises:
            NoProgramError: when it cannot be started.
        """
        try:
            self._process = self._runner.run(self._started())
        except (OSError, ValueError, IndexError) as error:
            self._runner.close()
            raise NoProgramError(getattr(error, "strerror", None) or str(error)) from None
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let it end, or end it.

        Raises:
            ProgramError: when it ends with an error after its last answer.
        """
        try:
            code = self._runner.run(self._ended(self.seconds if kind is None else 0))
        finally:
            self._runner.close()
        if kind is None and code not in {0, None}:
            raise ProgramError(Said("against.bad_end", code=code))

    def ask(self, line: str) -> str:
        """Its answer to a line.

        Raises:
            ProgramError: when none comes in time, or it has ended.
        """
        return self._runner.run(self._asked(line))

    async def _started(self) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        words = shlex.split(self.command)
        return await asyncio.create_subprocess_exec(
            words[0], *words[1:], stdin=pipe, stdout=pipe, limit=LONGEST_LINE_BYTES
        )

    async def _asked(self, line: str) -> str:
        shown = clip(harmless(line), _SHOWN_CELLS)
        try:
            answer = await asyncio.wait_for(self._exchanged(line), self.seconds)
        except TimeoutError:
            seconds = f"{self.seconds:g}"
            raise ProgramError(Said("against.too_slow", seconds=seconds, line=shown)) from None
        except ValueError:  # what the reader raises past its limit
            raise ProgramError(Said("against.too_long", line=shown)) from None
        except (BrokenPipeError, ConnectionResetError):
            answer = b""
        if not answer.endswith(b"\n"):
            code = await self._ended(self.seconds)
            how = Said("against.ended", code=code) if code is not None else Said("against.hung")
            raise ProgramError(Said("against.crashed", how=how, line=shown))
        return answer.decode(errors="backslashreplace").strip()

    async def _exchanged(self, line: str) -> bytes:
        stdin, stdout = self._pipes()
        stdin.write(f"{line}\n".encode())
        await stdin.drain()
        return await stdout.readline()

    def _pipes(self) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
        process = self._running()
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("a program under test has its pipes")
        return process.stdin, process.stdout

    async def _ended(self, seconds: float) -> int | None:
        """How it ended by itself within so many seconds; None when it had to be ended."""
        stdin, _ = self._pipes()
        stdin.close()
        code: int | None
        try:
            code = await asyncio.wait_for(self._drained(), seconds)
        except TimeoutError:
            code = None
            with suppress(ProcessLookupError):
                self._running().kill()
            await self._drained()
        with suppress(BrokenPipeError, ConnectionResetError):
            await stdin.wait_closed()
        return code

    async def _drained(self) -> int:
        """Its exit code, after whatever else it has to say."""
        _, stdout = self._pipes()
        while await stdout.read(LONGEST_LINE_BYTES):
            pass
        return await self._running().wait()

    def _running(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise RuntimeError("a program runs inside its block")
        return self._process
