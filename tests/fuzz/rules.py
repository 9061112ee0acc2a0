"""Target: any bytes as rules.yaml; compiled, checked, and a few fixed customers judged by them."""

from __future__ import annotations

from datetime import date

from generator.assignment.check import check
from generator.grade.office import Ungradable, judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.memory import Memory
from generator.read.tree import RULES, Tree
from tests.fuzz.reader import sound
from tests.offices import CUSTOMER, OFFICE, SECOND, VISIT

AS_OF = date(2026, 11, 22)
FILES = {
    "customers/2m9xd/customer.yaml": SECOND + "attributes: {time_on_site: 45}\n",
    "customers/2m9xd/deals/1.yaml": "at: 2026-11-14\nstage: subscribed\nunit: 3-1201\namount: 318.5\n",
    "customers/2m9xd/visits/1.yaml": VISIT.replace("{motive: B, price: B}", "{motive: A, price: A, funds: A, area: A}"),
    "customers/2m9xd/visits/2.yaml": "at: 2026-11-15\nchannel: follow_up\nby: li-na\njudged: {price: C, refused: no}\n",
    "customers/4hq8z/customer.yaml": CUSTOMER.replace("0000", "0004").replace("王建国", "周明"),
    "customers/7k3qf/customer.yaml": CUSTOMER,
    "customers/7k3qf/decisions/1.yaml": (
        "at: 2026-11-16\nby: chen-wei\nkind: override\nto: C\nreason: 已买\nuntil: 2026-11-18\n"
    ),
    "customers/7k3qf/visits/1.yaml": VISIT,
    "office.yaml": OFFICE + "milestones: {opening: 2026-11-28}\n",
}
MEMORY = Memory()


def run(data: bytes) -> None:
    """Judge by the rules, twice: the same problems, the same grades; each grade is one that the scheme has."""
    files = {path: text.encode() for path, text in FILES.items()} | {RULES: data}
    tree = Tree(dict(sorted(files.items())), None, dirty=False)
    first, second = (snapshot(tree, memory) for memory in (MEMORY, None))
    problems = check(first, AS_OF)
    assert problems == check(second, AS_OF)
    sound(problems)
    assert _grades(first) == _grades(second)


def _grades(office: Snapshot) -> dict[str, tuple[str | None, str | None]] | None:
    try:
        grades = judge(office, AS_OF)
    except Ungradable:
        return None
    assert office.rules is not None
    known = {None, *office.rules.schemes[office.rules.official].grades}
    found = {id_: (grading.grade, grading.computed) for id_, grading in grades.gradings.items()}
    assert {grade for pair in found.values() for grade in pair} <= known
    return found
