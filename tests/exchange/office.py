"""An office in a folder, and imports into it as the command line does them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from generator.exchange.importing import Import, prepare
from generator.exchange.mapping import MapFile, read_map
from generator.exchange.plan import OnFile
from generator.grade.check import check
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.read.problem import Problem
from generator.texts import Language, translator
from generator.writing.batch import store
from tests.offices import OFFICE, RULES

TODAY = date(2026, 11, 22)
ENGLISH = translator(Language.EN)

MAP = """\
tables:
  customers:
    key: 编号
    customer:
      name: 姓名
      phone: 电话
      consultant: 顾问
      source: {column: 来源, map: {自然到访: walk_in, 朋友介绍: referral, otherwise: other}}
      registered: {column: 登记日, dates: ["%Y/%m/%d"]}
      wants: {rooms: 户型, budget: {column: 预算, factors: {元: 0.0001, 万元: 1, "": 1}}}
"""

HEADER = "编号,姓名,电话,顾问,来源,登记日,户型,预算\n"
WANG = "k1,王建国,100 0000 0001,李娜,自然到访,2026/9/7,3,320万元\n"
ZHAO = 'k2,赵小兰,,li-na,朋友介绍,2026/10/12,,"3,180,000元"\n'


def empty(root: Path, **changes: str) -> Path:
    """Write office.yaml and rules.yaml and no customer; `changes` replace one of them."""
    for name, text in {"office": OFFICE, "rules": RULES, **changes}.items():
        (root / f"{name}.yaml").write_text(text, encoding="utf-8")
    return root


def mapping(text: str) -> MapFile:
    """Return a mapping that must be good."""
    found, problems = read_map("map.yaml", textwrap.dedent(text).encode())
    assert problems == []
    assert found is not None
    return found


def plan(
    root: Path, files: Mapping[str, str | bytes], text: str = MAP, *, secret: bytes | None = None, update: bool = False
) -> tuple[Import | None, tuple[Problem, ...]]:
    """Prepare an import as `fenji import` does; nothing is written."""
    tree = working_tree(root)
    data = {name: content if isinstance(content, bytes) else content.encode() for name, content in files.items()}
    on_file = OnFile(tree, snapshot(tree), lambda changed: check(snapshot(changed), TODAY))
    return prepare(data, mapping(text), on_file, secret=secret, update=update)


def run(
    root: Path, files: Mapping[str, str | bytes], text: str = MAP, *, secret: bytes | None = None, update: bool = False
) -> Import:
    """Import and write; files and mapping must be readable."""
    done, problems = plan(root, files, text, secret=secret, update=update)
    assert problems == ()
    assert done is not None
    store(root, done.plan.files, done.plan.before)
    return done


def said(done: Import) -> list[str]:
    """Return the reasons as lines of English: place, then sentence."""
    return [f"{problem.place} {problem.text(ENGLISH)}" for problem in done.problems]


def records(root: Path) -> dict[str, str]:
    """Return the text of every record by its path below customers/."""
    folder = root / "customers"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.yaml"))
    }
