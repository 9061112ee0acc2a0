"""An office of two teams in a real repository, and changes of it: each a branch that leaves main."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.permission.proposal import proposal
from generator.permission.refusals import refusals
from generator.read.problem import Problem
from tests.offices import CUSTOMER, RULES, VISIT
from tests.repositories import commit

TODAY = date(2026, 11, 22)

OFFICE = """\
name: 云溪府
people:
  li-na: {name: 李娜, role: consultant, leader: zhou-kai, git: [li-na@example.com, lina-sales]}
  wu-di: {name: 吴迪, role: consultant, leader: zhou-kai, git: [wu-di@example.com]}
  tang-li: {name: 唐立, role: consultant, leader: lin-yan, git: [tang-li@example.com]}
  zhou-kai: {name: 周凯, role: leader, git: [zhou-kai@example.com]}
  lin-yan: {name: 林燕, role: leader, git: [lin-yan@example.com]}
  chen-wei: {name: 陈伟, role: manager, git: [chen-wei@example.com]}
  gao-fei: {name: 高飞, role: manager, git: [gao-fei@example.com]}
  he-jing: {name: 何静, role: planner, git: [he-jing@example.com]}
  old-hu: {name: 胡明, role: manager, git: [hu-ming@example.com], left: 2026-11-01}
milestones: {opening: 2026-12-12}
as_of: 2026-11-22
"""

OWNERS = {"aaaaa": "li-na", "bbbbb": "wu-di", "ccccc": "tang-li", "ddddd": "zhou-kai"}

FOLLOW_UP = """\
at: 2026-11-20
channel: follow_up
by: li-na
note: 还在比较
"""

DEAL = """\
at: 2026-11-20
stage: queued
unit: 3-1201
amount: 2
"""

DECISION = """\
at: 2026-11-21
by: gao-fei
kind: override
to: B
until: 2026-12-12
reason: 已有口头承诺
"""

Files = Mapping[str, str | bytes | None]


def files() -> dict[str, str | bytes | None]:
    """Return the office: each of four people owns a customer with two contacts, a deal and a decision."""
    found: dict[str, str | bytes | None] = {
        "rules.yaml": RULES,
        "office.yaml": OFFICE,
        "site_templates/a.css": "a {}\n",
    }
    for number, (customer, owner) in enumerate(OWNERS.items()):
        folder = f"customers/{customer}"
        phone = f"100****00{number}1"
        found[f"{folder}/customer.yaml"] = CUSTOMER.replace("li-na", owner).replace("100****0000", phone)
        found[f"{folder}/visits/1.yaml"] = VISIT.replace("li-na", owner)
        found[f"{folder}/visits/2.yaml"] = FOLLOW_UP.replace("li-na", owner)
        found[f"{folder}/deals/1.yaml"] = DEAL.replace("1201", f"120{number}")
        found[f"{folder}/decisions/1.yaml"] = DECISION
    return found


class Repository:
    """The office's repository: ``main``, and branches that were made from it."""

    def __init__(self, root: Path, changes: Files | None = None) -> None:
        self.root = root
        self.files = {**files(), **(changes or {})}
        self.base = commit(root, {path: text for path, text in self.files.items() if text is not None}, "office")

    def branch(self, name: str, changes: Files, modes: Mapping[str, str] | None = None) -> str:
        """Make a branch with some files changed (None: deleted), and return its name."""
        return self.branches({name: changes}, modes)[0]

    def branches(self, wanted: Mapping[str, Files], modes: Mapping[str, str] | None = None) -> Sequence[str]:
        """Make many branches in one go."""
        stream = b"".join(self._commit(name, changes, modes or {}) for name, changes in wanted.items())
        command = ["git", "fast-import", "--quiet", "--force"]
        subprocess.run(command, cwd=self.root, input=stream, check=True, capture_output=True)
        return list(wanted)

    def _commit(self, name: str, changes: Files, modes: Mapping[str, str]) -> bytes:
        lines = [f"commit refs/heads/{name}\n".encode()]
        lines.append("committer 陈伟 <chen-wei@example.com> 1795312800 +0800\ndata 1\nx\n".encode())
        lines.append(f"from {self.base}\n".encode())
        for path, text in changes.items():
            quoted = '"' + path.replace("\\", "\\\\").replace('"', '\\"') + '"'
            if text is None:
                lines.append(f"D {quoted}\n".encode())
            else:
                data = text if isinstance(text, bytes) else text.encode()
                mode = modes.get(path, "100644")
                lines.append(f"M {mode} inline {quoted}\ndata {len(data)}\n".encode() + data + b"\n")
        return b"".join(lines) + b"\n"

    def refused(self, person: str, head: str | None) -> tuple[Problem, ...]:
        """Return what of a branch is not permitted to somebody, by the id of their address or by an identity."""
        identity = f"{person}@example.com" if person in self.people else person
        return refusals(proposal(self.root, self.base, head), [identity], TODAY)

    @property
    def people(self) -> Sequence[str]:
        """The ids of everybody."""
        return ["li-na", "wu-di", "tang-li", "zhou-kai", "lin-yan", "chen-wei", "gao-fei", "he-jing"]


def text(problem: Problem) -> str:
    """Return a problem as a line, in English."""
    message = problem.message.msgid % {name: _word(value) for name, value in problem.message.params.items()}
    return f"{problem.place.path}:{problem.place.line}: {problem.code} {message}"


def _word(value: object) -> object:
    return getattr(value, "msgid", value)
