"""A small office for tests, as files; each test changes what it is about."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from generator.model.snapshot import Snapshot, snapshot
from generator.read.tree import Tree, is_record

RULES = """\
version: "1"
official: intention
schemes:
  intention:
    grades: {A: 准客户, B: 意向较强, C: 意向一般, D: 无意向}
    method: lowest
    required: [motive, price]
    indicators:
      motive: {label: 动机, levels: {A: 清楚, B: 较清楚, C: 模糊, D: 不买}}
      price: {label: 价格, levels: {A: 接受, B: 偏高, C: 等优惠, D: 拒绝}}
movement:
  downgrade:
    - {id: undecided, from: A, to: B, after_days: 7, unless: {subscribed: true}}
  approval:
    - {to: D, role: leader}
follow_up: {refresh_days: 30}
examples:
  - {name: 甲, judged: {motive: A, price: A}, expect: A}
  - {name: 乙, judged: {motive: B, price: B}, expect: B}
  - {name: 丙, judged: {motive: C, price: C}, expect: C}
  - {name: 丁, judged: {motive: D, price: D}, expect: D}
"""

OFFICE = """\
name: 云溪府
people:
  li-na: {name: 李娜, role: consultant, leader: zhou-kai}
  wu-di: {name: 吴迪, role: consultant, leader: zhou-kai}
  zhou-kai: {name: 周凯, role: leader}
  chen-wei: {name: 陈伟, role: manager}
  he-jing: {name: 何静, role: planner}
as_of: 2026-11-22
"""

CUSTOMER = """\
name: 王建国
phone: 100****0000
consultant: li-na
source: walk_in
registered: 2026-11-01
wants: {purpose: upgrade, rooms: 3}
"""

VISIT = """\
at: 2026-11-12 14:30
channel: visit
by: li-na
note: 看了三房
judged: {motive: B, price: B}
"""

SECOND = CUSTOMER.replace("王建国", "赵小兰").replace("100****0000", "100****0001")


def files() -> dict[str, str]:
    """Return the files of the office, by path."""
    return {
        "rules.yaml": RULES,
        "office.yaml": OFFICE,
        "customers/7k3qf/customer.yaml": CUSTOMER,
        "customers/7k3qf/visits/1.yaml": VISIT,
        "customers/2m9xd/customer.yaml": SECOND,
        "customers/2m9xd/visits/1.yaml": VISIT,
    }


def typed(changes: Mapping[str, str | bytes | None]) -> Snapshot:
    """Return the office with some files changed (None: deleted), read and typed."""
    changed: dict[str, str | bytes | None] = {**files(), **changes}
    present = {path: text for path, text in changed.items() if text is not None}
    data = {path: text if isinstance(text, bytes) else textwrap.dedent(text).encode() for path, text in present.items()}
    records = {path: data[path] for path in sorted(data) if is_record(path)}
    return snapshot(Tree(records, None, dirty=False, others=tuple(sorted(data.keys() - records.keys()))))


def write(root: Path, changes: Mapping[str, str | bytes | None]) -> Path:
    """Write the office with some files changed below ``root``; return ``root``."""
    for path, text in {**files(), **changes}.items():
        if text is not None:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
    return root
