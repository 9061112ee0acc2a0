"""A short notation for hand-worked cases of ownership: records in, holdings out, each as one line of text.

``09-01 visit li-na; 09-05 transfer wu-di; 09-20 deal subscribed; closed 10-01`` gives, as of a day,
``li-na 09-01..09-04 registered, wu-di 09-05.. transfer``. Dates are of 2026, ``09-01T14:30`` has a time; whoever has
the first contact is the consultant of customer.yaml, unless ``consultant wu-di`` says otherwise. Levels of the one
indicator stand behind the person: ``09-01 visit li-na D``.
"""

import json
from collections.abc import Sequence
from datetime import date

from generator.assignment.ownership import Holding, Standing, standing
from generator.grade.office import OfficeGrades, judge
from generator.model.snapshot import Snapshot
from tests.grade.story import read

RULES = """\
version: "1"
official: s
schemes:
  s:
    grades: {A: 甲, B: 乙, C: 丙, D: 丁}
    method: lowest
    indicators:
      price: {levels: {A: 甲, B: 乙, C: 丙, D: 丁}}
movement:
  approval:
    - {to: D, role: manager}
follow_up: {D: {pool: true}}
protection: {first_follow_up_days: 3, lapse_without_first_days: 10, lapse_idle_days: 15}
"""
OFFICE = """\
name: 云溪府
people:
  li-na: {name: 李娜, role: consultant, leader: zhou-kai}
  wu-di: {name: 吴迪, role: consultant, leader: zhou-kai}
  sun-yue: {name: 孙悦, role: consultant, leader: zhou-kai}
  zhou-kai: {name: 周凯, role: leader}
  chen-wei: {name: 陈伟, role: manager}
"""
DECISIONS = ("transfer", "claim", "release", "approve", "merge")


def cooling(days: int) -> str:
    return RULES.replace("lapse_idle_days: 15}", f"lapse_idle_days: 15, cool_down_days: {days}}}")


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def files(records: str, name: str = "c1") -> dict[str, str]:
    """Return the files of one customer."""
    customer: dict[str, object] = {"name": "王", "source": "walk_in", "phone": "100****0000"}
    found: dict[str, str] = {}
    for number, line in enumerate(filter(None, map(str.strip, records.split(";")))):
        head, *words = line.split()
        if head == "consultant":
            customer["consultant"] = words[0]
        elif head == "registered":
            customer["registered"] = f"2026-{words[0]}"
        elif head == "closed":
            customer["closed"] = {"on": f"2026-{words[0]}", "reason": words[1] if len(words) > 1 else "lost"}
        else:
            kind, text = _record(f"2026-{head.replace('T', ' ')}", words)
            found[f"customers/{name}/{kind}/{number:02}.yaml"] = json.dumps(text)
            customer.setdefault("registered", f"2026-{head[:5]}")
            if kind == "visits":
                customer.setdefault("consultant", words[1])
    return {f"customers/{name}/customer.yaml": json.dumps(customer), **found}


def _record(at: str, words: Sequence[str]) -> tuple[str, dict[str, object]]:
    kind, *rest = words
    if kind == "deal":
        return "deals", {"at": at, "stage": rest[0], "unit": "3-1201"}
    if kind in DECISIONS:
        written = {
            "at": at,
            "by": "chen-wei",
            "kind": {"approve": "approve_downgrade"}.get(kind, kind),
            "reason": "议定",
        }
        return "decisions", {**written, **({"to": rest[0]} if rest else {})}
    return "visits", {"at": at, "channel": kind, "by": rest[0], **({"judged": {"price": rest[1]}} if rest[1:] else {})}


def office(*customers: str, on: str, rules: str = RULES, people: str = OFFICE) -> tuple[Snapshot, OfficeGrades]:
    """Return an office of customers c1, c2 …, and its grades on a day."""
    texts: dict[str, str] = {}
    for number, records in enumerate(customers, 1):
        texts |= files(records, f"c{number}")
    snapshot = read(rules, texts, people)
    return snapshot, judge(snapshot, day(on))


def stands(records: str, on: str, rules: str = RULES) -> Standing:
    """Return where the one customer stands on a day."""
    snapshot, grades = office(records, on=on, rules=rules)
    grading = {**grades.gradings, **grades.closed}["c1"]
    return standing(snapshot.dossiers["c1"], grading, grades.office, grades.ruleset.rules, day(on))


def owned(records: str, on: str, rules: str = RULES) -> str:
    """Return the holdings of the one customer up to a day, as the notation writes them."""
    return written(stands(records, on, rules).holdings)


def written(spells: Sequence[Holding]) -> str:
    return ", ".join(f"{spell.owner or 'pool'} {_span(spell)} {spell.cause.value}" for spell in spells)


def _span(spell: Holding) -> str:
    return f"{spell.since:%m-%d}..{f'{spell.until:%m-%d}' if spell.until else ''}"
