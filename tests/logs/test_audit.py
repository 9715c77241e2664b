"""A vendor's log is judged row by row: what was planted is found, each once, and nothing else."""

import json
from pathlib import Path

import pytest

from ledger.core.refusals import Code
from ledger.policy import shipped
from ledger.policy.book import PolicyBook
from ledger.scenario.fields import Setting
from ledger.scenario.logs.history import begin, tell
from ledger.scenario.logs.rows import read_rows
from ledger.scenario.variants import changed
from ledger.words.moments import parse_day
from tests.cli.running import walletsim, written
from tests.logs.vendor import LOG, MAP, a_map, as_jsonl, as_parquet, audited, rows_of, without

PLANTED = {
    "T05": "TRANSFER_DAY_COUNT",
    "T06": "KIN_NOT_BOUND",
    "T07": "TRANSFER_CAP_EACH",
    "T08": "PENDING_OPEN",
    "T09": "REGION_NOT_OPEN",
    "S02": "SETTING_NOT_COVERED",
    "S03": "BALANCE_SHORT",
    "S01": "duplicate",
    "T11": "HOURS_CLOSED",
    "T12": "WALLET_TO_ACCOUNT",
}


def test_exactly_the_planted_violations_are_found_each_explained(tmp_path: Path) -> None:
    found = audited(tmp_path)

    ours = {one.row.step.id: (one.ours.code or one.ours.word) for one in found.differences}
    assert ours == PLANTED
    assert len(found.differences) == len(PLANTED)
    assert (found.rows, found.impossible, found.conforming) == (31, 2, False)
    for one in found.differences:
        key, document = one.row.step.id, one.document
        assert document["code"] == (None if key == "S01" and not one.ours.code else PLANTED[key])
        assert document["verdict"] == one.ours.word
        failed = next((rule["code"] for rule in document["rules"] if not rule["ok"]), None)
        assert failed == one.ours.code
        assert LOG.splitlines()[document["place"]["line"] - 1].startswith(key)


@pytest.mark.parametrize("key", PLANTED)
def test_a_log_without_one_violation_has_one_difference_less(key: str, tmp_path: Path) -> None:
    lines = LOG.splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if line.startswith(f"{key},"))
    gone = {line for line in lines if f",{key},成功" in line}  # what accepts it
    log = "".join(line for n, line in enumerate(lines) if n != last and line not in gone)

    left = {one.row.step.id for one in audited(tmp_path, log).differences}

    if key == "T07":  # then T08 found nothing pending, and T06 and T08 were alone
        assert left == PLANTED.keys() - {key, "T08"}
    else:
        assert left == PLANTED.keys() - {key}


def test_a_log_without_violations_conforms(tmp_path: Path) -> None:
    accepts = [f"A{key[1:]}" for key in PLANTED if key.startswith("T")]
    log = without(*PLANTED, *accepts)

    assert len(log.splitlines()) == len(LOG.splitlines()) - 17
    assert audited(tmp_path, log).conforming


@pytest.mark.parametrize(
    ("verdict", "differs"),
    [
        ("失败,E01", False),
        ("失败,E99", False),
        ("失败,", False),
        ("失败,E06", True),
        ("成功,", True),
    ],
)
def test_a_refusal_agrees_with_the_same_code_or_with_none_of_ours(
    verdict: str, differs: bool, tmp_path: Path
) -> None:
    assert ",,失败,E01\n" in LOG

    found = audited(tmp_path, LOG.replace(",,失败,E01\n", f",,{verdict}\n"))

    assert ("T03" in {one.row.step.id for one in found.differences}) is differs


def test_what_is_refused_there_and_taken_here_is_a_difference_and_moves_nothing(
    tmp_path: Path,
) -> None:
    lines = LOG.replace(
        "T04,2025/11/10 09:25,转账,李明,个账,王芳,200.00,,,成功,",
        "T04,2025/11/10 09:25,转账,李明,个账,王芳,200.00,,,失败,E06",
    )

    found = audited(tmp_path, without("A04", "T05", "A05", log=lines))

    one = next(d for d in found.differences if d.row.step.id == "T04")
    assert (str(one.row.verdict), str(one.ours)) == ("refused BALANCE_SHORT", "taken")
    assert one.document["code"] is None
    assert "transit/T04" not in found.history.session.book.balances


def test_an_audit_judges_by_the_policy_it_is_given(tmp_path: Path) -> None:
    found = audited(tmp_path, policy=with_value("wallet.onward", "not_allowed"))

    codes = {one.row.step.id: one.ours.code for one in found.differences}
    assert codes["T13"] is Code.ONWARD_NOT_ALLOWED
    assert codes.keys() == PLANTED.keys() | {"T13"}


def with_value(parameter: str, value: str) -> PolicyBook:
    """The shipped book with another value for the whole nation from 2025 on."""
    book, days = shipped.shipped(), (parse_day("2025-01-01"), None)
    return book.with_changes((changed(book, Setting(parameter, "CN"), value, days),))


def test_a_late_row_is_told_in_its_place_and_every_later_one_is_checked_again(
    tmp_path: Path,
) -> None:
    head, *lines = LOG.splitlines(keepends=True)
    early = [line for line in lines if line.startswith(("T01", "A01"))]
    late = "".join([head, *(line for line in lines if line not in early), *early])
    in_order, rebuilt = rows_of(tmp_path), rows_of(tmp_path, late)

    assert [row.step for row in rebuilt] == [row.step for row in in_order]
    book = with_value("transfer.count.per_day", "4次")
    told = [tell(begin(a_map(), book, "x"), rows) for rows in (in_order, rebuilt)]
    assert told[0].journal.head == told[1].journal.head
    assert audited(tmp_path, late).counts == audited(tmp_path).counts
    without_them = audited(tmp_path, without("T01", "A01"))
    assert "T05" not in {one.row.step.id for one in without_them.differences}


def test_rows_of_one_moment_stay_as_they_stand(tmp_path: Path) -> None:
    log = LOG.replace("2025/11/10 09:05", "2025/11/10 09:00")

    rows = [row.step.id for row in rows_of(tmp_path, log)][:2]

    assert rows == ["T01", "A01"]
    assert audited(tmp_path, log).counts == audited(tmp_path).counts


def test_every_format_tells_the_same_history(tmp_path: Path) -> None:
    as_parquet(tmp_path / "log.parquet")
    (tmp_path / "log.jsonl").write_text(as_jsonl(), encoding="utf-8")
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    written(tmp_path, MAP, "map.yaml")
    said = {}
    for name in ("log.csv", "log.jsonl", "log.parquet"):
        done = walletsim(
            "audit", tmp_path / name, "--map", tmp_path / "map.yaml", "--format", "json"
        )
        assert done.exit_code == 1, done.stderr
        found = json.loads(done.stdout)
        said[name] = [(d["key"], d["ours"]) for d in found["differences"]]
        assert (found["alike"], found["differing"]) == (21, 10)

    assert said["log.csv"] == said["log.jsonl"] == said["log.parquet"]


def test_the_program_ends_with_0_for_a_log_that_conforms_and_2_for_a_bad_one(
    tmp_path: Path,
) -> None:
    written(tmp_path, MAP, "map.yaml")
    good = written(tmp_path, without(*PLANTED), "good.csv")
    good.write_text("".join(LOG.splitlines(keepends=True)[:4]), encoding="utf-8")
    bad = written(tmp_path, LOG.replace("2025/11/10 09:10", "2025-11-10"), "bad.csv")

    conforming = walletsim("audit", good, "--map", tmp_path / "map.yaml")
    broken = walletsim("audit", bad, "--map", tmp_path / "map.yaml")

    assert (conforming.exit_code, conforming.stdout) == (
        0,
        f"{good}: 2 rows, 2 decided alike, 0 otherwise\n",
    )
    assert (broken.exit_code, broken.stdout) == (2, "")
    assert f"{bad}:5:1: L003 " in broken.stderr


def test_an_import_keeps_what_happened_and_a_second_one_keeps_nothing(tmp_path: Path) -> None:
    log, url = written(tmp_path, LOG, "log.csv"), f"sqlite:///{tmp_path}/kept.db"
    the_map = written(tmp_path, MAP, "map.yaml")

    done = walletsim("ledger", "import", url, log, "--map", the_map, "--format", "json")
    again = walletsim("ledger", "import", url, log, "--map", the_map)
    other = walletsim("ledger", "import", url, log, "--map", the_map, "--ledger", "other")

    flagged = {row["key"]: row["verdict"] for row in json.loads(done.stdout)}
    assert flagged == dict.fromkeys(PLANTED.keys() - {"S01"}, "taken") | {
        "S03": "impossible",
        "T12": "impossible",
    }
    assert "31 rows (1 duplicate, 2 impossible, 4 refused, 24 taken), 50 events" in done.stderr
    assert again.exit_code == 2
    assert other.exit_code == 0
    verified = walletsim("ledger", "verify", url)
    assert verified.exit_code == 0
    assert [line.split()[:2] for line in verified.stdout.splitlines()] == [
        ["ok", "other:"],
        ["ok", "yiban:"],
    ]


def test_of_a_log_with_one_bad_row_nothing_is_kept(tmp_path: Path) -> None:
    log = written(tmp_path, LOG.replace("王芳,,,600.00", "王芳,,,600.001"), "log.csv")
    the_map = written(tmp_path, MAP, "map.yaml")

    done = walletsim("ledger", "import", f"sqlite:///{tmp_path}/x.db", log, "--map", the_map)

    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{log}:23:1: L003 spend.amount" in done.stderr
    assert not (tmp_path / "x.db").exists()


def test_what_was_refused_there_for_no_reason_of_ours_is_left_out(tmp_path: Path) -> None:
    row = "T04,2025/11/10 09:25,转账,李明,个账,王芳,200.00,,,"
    log = LOG.replace(f"{row}成功,", f"{row}失败,E99")

    history = tell(begin(a_map(), shipped.shipped(), "x"), rows_of(tmp_path, log))

    assert history.ends["left out"] == 1
    assert "T04" not in {stored.key for stored in history.journal.read()}


def test_several_logs_are_merged_by_time(tmp_path: Path) -> None:
    head, *lines = LOG.splitlines(keepends=True)
    one = written(tmp_path, "".join([head, *lines[::2]]), "one.csv")
    two = written(tmp_path, "".join([head, *lines[1::2]]), "two.csv")

    rows = read_rows([two, one], a_map())

    assert [row.step for row in rows] == [row.step for row in rows_of(tmp_path)]


def test_an_audit_speaks_chinese_and_its_keys_do_not(tmp_path: Path) -> None:
    log, the_map = written(tmp_path, LOG, "log.csv"), written(tmp_path, MAP, "map.yaml")

    table = walletsim("audit", log, "--map", the_map, "--lang", "zh").stdout
    plain = walletsim("audit", log, "--map", the_map, "--lang", "zh", "--format", "json").stdout

    assert "31 行，21 行裁定一致，10 行不一致" in table
    assert "已拒 TRANSFER_DAY_COUNT" in table
    assert json.loads(plain)["differences"][0]["ours"] == "refused TRANSFER_DAY_COUNT"
