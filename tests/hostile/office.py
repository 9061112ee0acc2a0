"""An office with a value of our choice in every place that takes a text, and its history of commits.

The places are numbered: the same office is made with hostile values and with harmless ones, and then looks the same.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

AS_OF = date(2026, 11, 22)
CUSTOMERS, WEEKS, COMMITS = 40, 12, 30
"""So many customers, weeks of history, and commits in each week, each by an author of their own."""

BRANCH = "x\"onload=hit(1);$(touch${IFS}hit)`id`<img/src=x>{{7}}'--|&"
_PEOPLE = ("li-na", "wu-di", "sun-yu")
_FILE = 60

Value = Callable[[int], str]


class Places:
    """Hands out the places one after the other: each gets a ``value``, and is remembered with its name.

    What a commit says may be anything; the places of a file get what a file may hold.
    """

    def __init__(self, of_file: Value, of_commit: Value) -> None:
        self._of_file, self._of_commit, self._numbers = of_file, of_commit, count()
        self.names: dict[int, str] = {}
        self.values: dict[int, str] = {}

    def __call__(self, name: str) -> str:
        """Return the value of the next place as a quoted scalar."""
        return json.dumps(self._next(name, self._of_file), ensure_ascii=False)

    def message(self) -> str:
        """Return what a commit says, as git keeps it."""
        return self._kept(self._next("message", self._of_commit).replace("\0", ""))

    def author(self) -> str:
        """Return who made a commit; git itself takes no angle brackets and line ends in a name."""
        return self._kept(
            "".join(char for char in self._next("author", self._of_commit) if char not in "<>\n\0").strip()
        )

    def _kept(self, text: str) -> str:
        """Remember and return the last value as it is in UTF-8."""
        self.values[max(self.values)] = text.encode("utf-8", "replace").decode()
        return self.values[max(self.values)]

    def file(self, number: int) -> str:
        """Return a file's name with a value in it, as far as a file system takes it: such a file is always refused."""
        value = self._next("file name", self._of_file)[:_FILE]
        value = "".join("_" if char in "/\n\r\t" else char for char in value)
        self.values[max(self.values)] = value
        return f"{number:03}:{value}.yaml"

    def _next(self, name: str, value: Value) -> str:
        number = next(self._numbers)
        self.names[number], self.values[number] = name, value(number)
        return self.values[number]


def _office(put: Places) -> str:
    people = "".join(
        f"  {person}: {{name: {put('person')}, role: consultant, leader: zhou-kai, git: [{put('address')}]}}\n"
        for person in _PEOPLE
    )
    return (
        f"name: {put('office')}\nmoney: {put('money')}\nas_of: {AS_OF}\nprivacy: {{name: full}}\npeople:\n{people}"
        f"  zhou-kai: {{name: {put('person')}, role: leader}}\n  chen-wei: {{name: {put('person')}, role: manager}}\n"
        "milestones: {opening: 2026-11-28}\nroster: {order: [li-na, wu-di, sun-yu]}\n"
        "repository: {url: https://git.example.com/office/data}\n"
    )


def _levels(put: Places) -> str:
    return "{" + ", ".join(f"{level}: {put('rubric')}" for level in "ABCD") + "}"


def _rules(put: Places) -> str:
    grades = ", ".join(f"{grade}: {put('grade')}" for grade in "ABCD")
    indicators = "".join(
        f"      {name}: {{label: {put('indicator')}, levels: {_levels(put)}}}\n" for name in ("motive", "price")
    )
    return (
        f"version: {put('version')}\nofficial: intention\n"
        f"facts:\n  returns: {{count: [visit], within_days: 7, of: first_visit, label: {put('fact')}}}\n"
        f"schemes:\n  intention:\n    label: {put('scheme')}\n    grades: {{{grades}}}\n    method: lowest\n"
        f"    indicators:\n{indicators}"
        f"  card:\n    label: {put('scheme')}\n    grades: {{A: {put('grade')}, B: {put('grade')}}}\n"
        "    method: score\n"
        f"    points: [{{when: {{visits: '>= 3'}}, add: 30, label: {put('points')}}}]\n    bands: {{A: 30, B: 0}}\n"
        "movement:\n  downgrade:\n"
        f"    - {{id: {put('rule')}, label: {put('rule label')}, from: A, to: B, after_days: 9}}\n"
        f"    - {{id: {put('rule')}, from: B, to: D, after_days: 30}}\n"
        "  approval: [{to: D, role: manager}]\n"
        "follow_up: {same_day_after: [visit], A: {every_days: 2, escalate: {1: leader}}, B: {every_days: 5}}\n"
        f"playbook: {{A: [{put('playbook')}, {put('playbook')}], B: [{put('playbook')}], D: [{put('playbook')}]}}\n"
        f"attributes: {{seen: {{label: {put('attribute')}}}}}\n"
        f"examples: [{{name: {put('example')}, judged: {{motive: A, price: A}}, expect: A}}]\n"
    )


def _customer(put: Places, number: int) -> str:
    return (
        f"name: {put('name')}\nphone: 100****{number:04}\nconsultant: {_PEOPLE[number % len(_PEOPLE)]}\n"
        "source: walk_in\nregistered: 2026-08-31\n"
        f"wants: {{rooms: 3, district: {put('district')}, product: {put('product')}}}\n"
        f"profile: {{industry: {put('industry')}, size: {put('size')}, place: {put('place')}}}\n"
        f"attributes: {{seen: {put('attribute value')}}}\n"
    )


def _visit(put: Places, number: int, day: date) -> str:
    levels = ("AABBCD"[number % 6], "ABABCC"[(number // 6) % 6])
    step = f"next: {{on: {day + timedelta(days=20)}, what: {put('next step')}}}\n" if number % 4 == 0 else ""
    return (
        f"at: {day}\nchannel: {('visit', 'follow_up', 'message')[number % 3]}\nby: {_PEOPLE[number % len(_PEOPLE)]}\n"
        f"note: {put('note')}\njudged: {{motive: {levels[0]}, price: {levels[1]}}}\n{step}"
    )


def _decision(put: Places, number: int) -> str:
    if number % 3:
        return f"at: 2026-11-19\nby: chen-wei\nkind: override\nto: A\nreason: {put('reason')}\nuntil: 2026-12-01\n"
    return f"at: 2026-11-19\nby: chen-wei\nkind: release\nreason: {put('reason')}\n"


def first_files(put: Places) -> Mapping[str, str]:
    """Return the files of the office's first commit: everything but the contacts of its weeks."""
    files = {"office.yaml": _office(put), "rules.yaml": _rules(put)}
    for number in range(CUSTOMERS):
        folder = f"customers/{id_of(number)}"
        files[f"{folder}/customer.yaml"] = _customer(put, number)
        files[f"{folder}/visits/0.yaml"] = _visit(put, number, date(2026, 8, 31))
        files[f"{folder}/visits/{put.file(number)}"] = "at: 2026-09-01\nchannel: visit\nby: li-na\n"
        if number % 5 == 0:
            files[f"{folder}/decisions/1.yaml"] = _decision(put, number)
        if number % 5 == 1:
            deal = f"at: 2026-11-18\nstage: queued\nunit: 3-{number:03}\namount: 10\nnote: {put('deal')}\n"
            files[f"{folder}/deals/1.yaml"] = deal
    return files


def id_of(number: int) -> str:
    """Return the id of a customer."""
    return f"c{number:03}"


def _commits(put: Places) -> Iterator[tuple[datetime, str, str, Mapping[str, str]]]:
    """Yield when, by whom, what for and which files: first the office, then a contact each; some are recorded late."""
    yield datetime(2026, 8, 31, 9, tzinfo=UTC), put.author(), put.message(), first_files(put)
    for week in range(WEEKS):
        for one in range(COMMITS):
            number = week * COMMITS + one
            day = date(2026, 8, 31) + timedelta(weeks=week, days=one % 6)
            path = f"customers/{id_of(number % CUSTOMERS)}/visits/{number:04}.yaml"
            late = timedelta(days=9 if one % 7 == 0 and week < WEEKS - 2 else 0)
            at = datetime(day.year, day.month, day.day, 10, one, tzinfo=UTC) + late
            yield at, put.author(), put.message(), {path: _visit(put, number, day)}


def make(root: Path, of_file: Value, of_commit: Value) -> Places:
    """Make the repository with its working tree; return the places and what each is."""
    put = Places(of_file, of_commit)
    stream = b"".join(_written(number, *commit) for number, commit in enumerate(sorted(_commits(put), key=_when)))
    root.mkdir(parents=True)
    git = ["git", "-c", "core.quotePath=false", "-C", str(root)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "fast-import", "--quiet", "--force"], input=stream, check=True)
    subprocess.run([*git, "symbolic-ref", "HEAD", f"refs/heads/{BRANCH}"], check=True)
    subprocess.run([*git, "reset", "--quiet", "--hard"], check=True)
    return put


def _when(commit: tuple[datetime, str, str, Mapping[str, str]]) -> datetime:
    return commit[0]


def _written(number: int, at: datetime, author: str, message: str, files: Mapping[str, str]) -> bytes:
    """Return a commit as git's fast-import reads it."""
    name = author.encode("utf-8", "replace")
    who = b"%s <p%03d@office.example> %d +0800" % (name, number, at.timestamp())
    said = message.replace("\0", "").encode("utf-8", "replace")
    head = b"commit refs/heads/%s\nauthor %s\ncommitter %s\n" % (BRANCH.encode(), who, who)
    lines = [head, b"data %d\n%s\n" % (len(said), said)]
    for path, text in files.items():
        data = text.encode()
        lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (_path(path), len(data), data))
    return b"".join(lines) + b"\n"


def _path(path: str) -> bytes:
    quoted = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'.encode()


def all_files(put: Places) -> Mapping[str, str]:
    """Return the files of the office as they are after the last commit."""
    files: dict[str, str] = {}
    for _at, _author, _message, written in _commits(put):
        files |= written
    return files
