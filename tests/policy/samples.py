"""Small policy files for tests: one of the nation, and overlays that a test writes itself."""

from ledger.policy.book import PolicyBook
from ledger.policy.load import load
from ledger.text.problems import FileProblems, Problem
from ledger.text.reader import read
from ledger.words.moments import parse_day

CN = """\
policy: medical-wallet
format: 1
region: CN
title: {zh: 全国, en: China}
sources:
  guide: {title: 使用指南, url: "http://example.cn/guide", published: 2024-11-01, grade: A}
  ours: {title: 本项目的假定, grade: assumed}
parameters:
  wallet.open:
    is: choice
    of: [open, not_open]
    about: {zh: 是否开通, en: is it open}
    applies_to: both
    when_absent: refuse
    values:
      - {from: 2024-11-15, value: not_open, source: guide}
  transfer.closed:
    is: hours
    about: {zh: 停止时段, en: closed hours}
    applies_to: both
    when_absent: no_limit
    values:
      - {from: 2024-11-15, value: "22:00-06:00", source: guide}
  transfer.cap.each:
    is: money
    about: {zh: 单笔上限, en: most of one transfer}
    applies_to: sender
    when_absent: refuse
    values:
      - {from: 2024-11-15, until: 2025-12-31, value: 2000元, source: guide, quote: 不超过2000元}
      - {from: 2026-01-01, value: 3000元, source: guide}
  transfer.count.per_day:
    is: count
    about: {zh: 每日笔数, en: transfers a day}
    applies_to: sender
    when_absent: refuse
    values:
      - {from: 2024-11-15, value: 3次, source: guide}
  transfer.amount.per_day:
    is: money
    about: {zh: 每日金额, en: most of a day}
    applies_to: sender
    when_absent: no_limit
    values: []
  spend.settings:
    is: set
    of: [outpatient, pharmacy, inpatient]
    about: {zh: 场景, en: settings}
    applies_to: receiver
    when_absent: refuse
    values:
      - from: 2024-11-15
        reading: narrow
        value: [outpatient, pharmacy]
        source: ours
        disputed:
          - {reading: wide, value: [outpatient, pharmacy, inpatient], source: guide}
rules:
  - {code: REGION_NOT_OPEN, uses: [wallet.open]}
  - {code: HOURS_CLOSED, uses: [transfer.closed]}
  - {code: TRANSFER_CAP_EACH, uses: [transfer.cap.each]}
  - {code: TRANSFER_DAY_COUNT, uses: [transfer.count.per_day]}
  - {code: TRANSFER_DAY_AMOUNT, uses: [transfer.amount.per_day]}
  - {code: BALANCE_SHORT, uses: []}
  - {code: SETTING_NOT_COVERED, uses: [spend.settings]}
"""

HEAD = """\
policy: medical-wallet
format: 1
region: {region}
title: {{zh: 某地, en: some place}}
sources:
  bureau: {{title: 某地医保局, url: "http://example.cn/bureau", published: 2025-01-01, grade: A}}
  ours: {{title: 本项目的假定, grade: assumed}}
overlay:
"""
"""Of an overlay file; its overlay begins on line 9."""

BRACKETS = """\
  account.floor:
    is: brackets
    columns: {at: money, share: percent}
    mode: marginal
    about: {zh: 留存, en: floor}
    applies_to: sender
    when_absent: no_limit
    values:
      - {from: 2023-01-01, rows: [{at: 0元, share: 0%}, {at: 2000元, share: 100%}], source: ours}
rules:
"""
"""A table, to stand in `CN` where its rules begin."""

DAY = parse_day("2025-06-01")


def overlay(text: str, region: str = "CN-SN") -> str:
    """The file of a region with this overlay, which begins on its line 9."""
    return HEAD.format(region=region) + text


def book(*texts: str) -> PolicyBook:
    """The book of these files; without one of the nation among them, on top of `CN`."""
    return load(read(text.encode(), path_of(text)) for text in with_nation(texts))


def problems(*texts: str) -> list[Problem]:
    """What is wrong with these files, in order; without one of the nation, on top of `CN`."""
    try:
        book(*texts)
    except FileProblems as found:
        return list(found.problems)
    return []


def told(*texts: str) -> list[str]:
    """The problems as `line:col code message`."""
    return [f"{p.line}:{p.col} {p.code} {p.message}" for p in problems(*texts)]


def with_nation(texts: tuple[str, ...]) -> tuple[str, ...]:
    return texts if any("region: CN\n" in text for text in texts) else (CN, *texts)


def path_of(text: str) -> str:
    """`cn-sn.yaml` for the file of CN-SN."""
    region = text.partition("region: ")[2].partition("\n")[0]
    return f"{region.lower() or 'nameless'}.yaml"
