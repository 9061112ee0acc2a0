"""A short notation for hand-worked cases: records in, grade and history out, each as one line of text.

``09-01 visit motive=A; 09-05 override A until 09-08; 09-12 approve D by leader; 09-03 deal subscribed; closed 09-08``
gives ``B since 09-08, D waits since 09-10`` and ``09-01 first A, 09-08 downgrade B (undecided)``. Dates without a year
are of 2026; the customer is registered on the day of the first record, or on the day of ``registered 09-01``.
"""

import json
import re
from collections.abc import Mapping
from datetime import date

from generator.grade.grading import Grading, Move, Turn
from tests.grade.story import PEOPLE, judged

KINDS = {"approve": "decisions", "override": "decisions", "deal": "deals"}


def day(text: str) -> date:
    return date.fromisoformat(text if text.count("-") == 2 else f"2026-{text}")


def graded(rules: str, records: str, on: str, office: str | None = None) -> Grading:
    """Return the grading of the one customer that the notation tells of."""
    arguments = (rules, files(records), day(on))
    grades = judged(*arguments) if office is None else judged(*arguments, office)
    return {**grades.gradings, **grades.closed}["c1"]


def files(records: str, name: str = "c1") -> dict[str, str]:
    lines = [line.strip() for line in records.split(";") if line.strip()]
    customer = (
        {
            "name": "王",
            "consultant": "li-na",
            "source": "walk_in",
            "registered": str(day(re.split(r"[ T]", lines[0])[0])),
        }
        if not lines[0].startswith("registered")
        else {"name": "王", "consultant": "li-na", "source": "walk_in"}
    )
    found: dict[str, str] = {}
    for number, line in enumerate(lines):
        head, *rest = line.split()
        if head == "registered":
            customer["registered"] = str(day(rest[0]))
        elif head == "closed":
            customer["closed"] = {"on": str(day(rest[0])), "reason": "lost"}  # type: ignore[assignment] # JSON
        else:
            at = head if "T" in head else str(day(head))
            found[f"customers/{name}/{KINDS.get(rest[0], 'visits')}/{number:02}.yaml"] = json.dumps(record(at, rest))
    return {f"customers/{name}/customer.yaml": json.dumps(customer), **found}


def record(at: str, words: list[str]) -> Mapping[str, object]:
    kind, *rest = words
    if kind == "deal":
        more = {"amount": rest[1]} if len(rest) > 1 else {}
        return {"at": at, "stage": rest[0], "unit": rest[2] if len(rest) > 2 else "3-1201"} | more
    if kind in KINDS:
        options = dict(zip(rest[1::2], rest[2::2], strict=True))
        by = PEOPLE[options.get("by", "manager")]
        until = {"until": str(day(options["until"]))} if "until" in options else {}
        return {
            "at": at,
            "by": by,
            "kind": {"approve": "approve_downgrade"}.get(kind, kind),
            "to": rest[0],
            "reason": "议定",
        } | until
    levels = dict(pair.split("=") for pair in rest)
    return {"at": at, "channel": kind, "by": "li-na"} | ({"judged": levels} if levels else {})


def short(on: date) -> str:
    return f"{on:%m-%d}"


def standing(grading: Grading) -> str:
    """Return where a customer stands: ``B since 09-08, D waits since 09-10``."""
    waits = f", {grading.pending.to} waits since {short(grading.pending.since)}" if grading.pending else ""
    return f"{grading.grade or '-'} since {short(grading.since)}{waits}"


def history(grading: Grading) -> str:
    """Return what happened: ``09-01 first A, 09-08 downgrade B (undecided)``."""
    return ", ".join(_entry(entry) for entry in grading.history)


def _entry(entry: Move | Turn) -> str:
    what, to = (entry.cause, entry.after) if isinstance(entry, Move) else (entry.event, entry.to)
    return f"{short(entry.on)} {what.value} {to or '-'}" + (f" ({' '.join(entry.rules)})" if entry.rules else "")
