"""Runs the blocks of a document as its reader would, in a copy of the project's folder.

The blocks of one document share a folder and run in order:

- ```` ```yaml first.yaml ```` saves the block as that file; so do `csv`, `jsonl` and `python`.
- ```` ```diff first.yaml ```` edits it: lines with `-` give way to lines with `+`.
- ```` ```console ```` types each line that begins with `$ `; the lines below it are what the
  terminal shows, to the last character. A command that fails must say so: `; echo "exit $?"`.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.docs.pages import REPO, Block

PROMPT = "$ "


class Desk:
    """A copy of what a reader has in the project's folder; `walletsim`, `python3` on the path."""

    def __init__(self, folder: Path, locale: str = "en_US.UTF-8") -> None:
        self.folder = folder / "walletsim"
        self.folder.mkdir()
        for part in ("scenarios", "schema"):
            shutil.copytree(REPO / part, self.folder / part)
        commands = folder / "bin"
        commands.mkdir()
        for name, arguments in (("walletsim", f' "{REPO / "cli.py"}"'), ("python3", "")):
            command = commands / name
            command.write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n')
            command.chmod(0o755)
        self.environment = {
            "HOME": str(folder),
            "LANG": locale,
            "PATH": os.pathsep.join([str(commands), os.defpath]),
            "PYTHONUTF8": "1",
        }

    def shown(self, block: Block) -> str:
        """What a console block should read, by running its commands."""
        lines = block.text.splitlines()
        typed = [line.removeprefix(PROMPT) for line in lines if line.startswith(PROMPT)]
        assert lines[0].startswith(PROMPT), f"{block.place}: begins with no command"
        return "".join(f"{PROMPT}{command}\n{self._run(command, block)}" for command in typed)

    def save(self, block: Block) -> None:
        """Save a block as the file it names."""
        (self.folder / block.name).write_text(block.text, encoding="utf-8")

    def edit(self, block: Block) -> None:
        """Make the change a diff shows."""
        path = self.folder / block.name
        text = path.read_text(encoding="utf-8")
        old, new = _side(block, "-"), _side(block, "+")
        assert text.count(old) == 1, f"{block.place}: {text.count(old)} places in {block.name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def _run(self, command: str, block: Block) -> str:
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        said = f"{block.place}: {command} ends with {done.returncode}:\n{done.stdout}"
        assert done.returncode == 0, said
        return done.stdout


def _side(block: Block, sign: str) -> str:
    """The lines of a diff before (`-`) or after (`+`) the change."""
    lines = block.text.splitlines(keepends=True)
    return "".join(line[1:] for line in lines if line[0] in {" ", sign})
