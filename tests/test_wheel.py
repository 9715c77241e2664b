"""The wheel holds what it should and works in an empty folder with run-time packages only."""

import subprocess
import sys
import zipfile
from importlib.metadata import distribution, distributions, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

REPO = Path(__file__).parents[1]

# Hides this checkout and every package that is not there at run time, then is `walletsim`.
PRELUDE = """
import sys
target, repo, *hidden = sys.argv.pop(1).split("|")
class Hidden:
    def find_spec(self, name, path=None, of=None):
        if name.partition(".")[0] in hidden:
            raise ModuleNotFoundError(f"{name} is not there at run time", name=name)
sys.meta_path.insert(0, Hidden())
sys.path[:] = [target, *(place for place in sys.path if place != repo)]
sys.argv[0] = "walletsim"
import ledger
assert ledger.__file__.startswith(target), ledger.__file__
from ledger.cli.app import main
main()
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Runs a command that must succeed; gives what it printed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, source: Path, folder: Path) -> Path:
    """Builds a `wheel` or an `sdist` from `source` with the backend at hand; gives its file."""
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "--target",
        kind,
        "--directory",
        folder,
        cwd=source,
    )
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", REPO, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    offline = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "install", *offline, "--target", target, wheel, cwd=target)
    return target


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files_below(folder: Path, pattern: str) -> set[str]:
    """Paths of the files below `folder`, seen from there."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob(pattern) if path.is_file()}


def runtime_distributions(installed: Path) -> set[str]:
    """What a plain install of the wheel brings here: its requirements and theirs."""
    found: set[str] = set()
    (project,) = distributions(path=[str(installed)])
    waiting = [Requirement(line) for line in (project.requires or [])]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in found and (
            not requirement.marker or requirement.marker.evaluate({"extra": ""})
        ):
            found.add(name)
            waiting += [Requirement(line) for line in (distribution(name).requires or [])]
    return found


def hidden_packages(installed: Path) -> set[str]:
    """Top-level packages of this environment that a plain install does not bring."""
    there = runtime_distributions(installed) | {"walletsim"}
    return {
        package
        for package, owners in packages_distributions().items()
        if not there & {canonicalize_name(owner) for owner in owners}
    }


def walletsim(installed: Path, cwd: Path, *arguments: str) -> str:
    """What the installed `walletsim` prints when run in `cwd`."""
    places = "|".join([str(installed), str(REPO), *sorted(hidden_packages(installed))])
    return run(sys.executable, "-I", "-c", PRELUDE, places, *arguments, cwd=cwd)


def test_the_wheel_has_one_package_and_nothing_else_at_the_top(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in contents(wheel)}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"ledger"}


def test_the_wheel_holds_every_module_and_is_typed(wheel: Path) -> None:
    modules = {f"ledger/{name}" for name in files_below(REPO / "ledger", "*.py")}

    assert modules | {"ledger/py.typed"} <= contents(wheel)


def test_the_wheel_holds_every_policy_file(wheel: Path) -> None:
    policies = {
        f"ledger/policy/data/{name}" for name in files_below(REPO / "ledger/policy/data", "*.yaml")
    }

    assert policies
    assert policies <= contents(wheel)


def test_the_wheel_holds_every_scenario(wheel: Path) -> None:
    scenarios = {f"ledger/_scenarios/{name}" for name in files_below(REPO / "scenarios", "*.yaml")}

    assert scenarios
    assert scenarios <= contents(wheel)


def test_a_wheel_built_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    archive = build("sdist", REPO, tmp_path / "sdist")
    run(sys.executable, "-m", "tarfile", "--extract", archive, tmp_path, cwd=tmp_path)

    again = build("wheel", tmp_path / archive.name.removesuffix(".tar.gz"), tmp_path / "wheel")

    assert contents(again) == contents(wheel)


def test_the_tools_of_development_are_hidden_and_the_run_time_is_not(installed: Path) -> None:
    hidden = hidden_packages(installed)

    assert {
        "pytest",
        "hypothesis",
        "freezegun",
        "mypy",
        "importlinter",
        "jsonschema",
        "hatchling",
    } <= hidden
    assert not hidden & {
        "sqlmodel",
        "sqlalchemy",
        "typer",
        "rich",
        "msgspec",
        "pydantic",
        "yaml",
    }


def test_the_installed_wheel_helps(installed: Path, tmp_path: Path) -> None:
    assert "replay" in walletsim(installed, tmp_path, "--help")


def test_the_installed_wheel_replays_the_packaged_scenarios_from_an_empty_folder(
    installed: Path, tmp_path: Path
) -> None:
    printed = walletsim(installed, tmp_path, "replay")

    for scenario in (installed / "ledger" / "_scenarios").glob("*.yaml"):
        assert scenario.stem in printed
    assert list(tmp_path.iterdir()) == []
