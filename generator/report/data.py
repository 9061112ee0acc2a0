"""Gradings as plain data: the keys of design section 6, always in the same order; further keys may follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from generator.grade.grading import Cap, Evidence, Grading, Indicator, Lift, Move, NextFall, Override, Pending, Turn
from generator.grade.office import OfficeGrades
from generator.grade.ruleset import Ruleset
from generator.model.snapshot import Snapshot
from generator.texts import plain_json

if TYPE_CHECKING:
    from generator.apart.judging import Apart

Data = dict[str, object]


def json_whole(head: Data, lists: Mapping[str, Sequence[bytes]]) -> bytes:
    """Return entries, then lists whose members are JSON already, as JSON: each on a line, so that a diff shows them."""
    pieces = [b"{\n"]  # put together once: the members of a large office are long
    for key, value in head.items():
        pieces += (b"  ", json_member(key), b": ", json_member(value), b",\n")
    for key, members in lists.items():
        pieces += (b"  ", json_member(key), b": ", *(_listed(members) if members else (b"[]",)), b",\n")
    return b"".join((*pieces[:-1], b"\n}\n"))


def json_member(value: object) -> bytes:
    """Return a value as JSON on one line, in UTF-8."""
    return encoded(plain_json(value, indent=None))


def encoded(text: str) -> bytes:
    """Return a text in UTF-8, as the command line writes it."""
    return text.encode("utf-8", "backslashreplace")


def _listed(members: Iterable[bytes]) -> Iterator[bytes]:
    start = b"[\n    "
    for member in members:
        yield start
        yield member
        start = b",\n    "
    yield b"\n  ]"


def provenance(snapshot: Snapshot, grades: OfficeGrades | Apart) -> Data:
    """Return on what the grades stand: day, revision (None outside git) and rules."""
    return {
        "as_of": grades.as_of.isoformat(),
        "revision": snapshot.revision,
        "dirty": snapshot.dirty,
        "rules": {"version": grades.ruleset.rules.version, "sha256": snapshot.rules_sha256},
    }


def customer_data(grading: Grading) -> Data:
    """Return one customer's grading; ungraded is None."""
    return {
        "id": grading.id,
        "consultant": grading.consultant,
        "grade": grading.grade,
        "computed": grading.computed,
        "since": grading.since.isoformat(),
        "binding": list(grading.official.binding),
        "missing": list(grading.official.missing),
        "pending": _pending(grading.pending),
        "cap": _cap(grading.cap),
        "override": _override(grading.override),
        "indicators": {name: _indicator(found) for name, found in grading.official.indicators.items()},
        "schemes": {name: found.grade for name, found in grading.schemes.items()},
        "next_fall": _next_fall(grading.next_fall),
        "closed": _day(grading.closed),
    }


def explanation_data(grading: Grading, notes: Mapping[str, str]) -> Data:
    """Return a grading with its lift and whole history; ``notes`` gives what was said, by file."""
    return {
        **customer_data(grading),
        "registered": grading.registered.isoformat(),
        "lift": _lift(grading.official.lift),
        "evidence": {
            name: _evidence(found.evidence, notes)
            for name, found in grading.official.indicators.items()
            if found.evidence is not None
        },
        "history": [_entry(entry, notes) for entry in grading.history],
    }


def _pending(pending: Pending | None) -> Data | None:
    return None if pending is None else {"to": pending.to, "since": pending.since.isoformat()}


def _cap(cap: Cap | None) -> Data | None:
    return None if cap is None else {"to": cap.to, "since": cap.since.isoformat(), "rules": list(cap.rules)}


def _override(override: Override | None) -> Data | None:
    if override is None:
        return None
    return {
        "to": override.to,
        "at": override.at.isoformat(),
        "until": override.until.isoformat(),
        "by": override.by,
        "reason": override.reason,
        "record": override.path,
        "computed": override.computed,
    }


def _next_fall(fall: NextFall | None) -> Data | None:
    return None if fall is None else {"rule": fall.rule, "to": fall.to, "on": fall.on.isoformat()}


def _indicator(indicator: Indicator) -> Data:
    evidence = indicator.evidence
    return {
        "level": indicator.level,
        "at": evidence.at.isoformat() if evidence else None,
        "record": evidence.path if evidence else None,
        "line": evidence.line if evidence else None,
    }


def _lift(lift: Lift | None) -> Data | None:
    return None if lift is None else {"to": lift.to, "sets": [list(names) for names in lift.sets]}


def _evidence(evidence: Evidence, notes: Mapping[str, str]) -> Data:
    return {
        "at": evidence.at.isoformat(),
        "by": evidence.by,
        "record": evidence.path,
        "line": evidence.line,
        "note": notes.get(evidence.path),
    }


def _entry(entry: Move | Turn, notes: Mapping[str, str]) -> Data:
    common: Data = {
        "rules": list(entry.rules),
        "evidence": [_evidence(found, notes) for found in entry.evidence],
    }
    if isinstance(entry, Turn):
        return {"on": entry.on.isoformat(), "event": entry.event.value, "to": entry.to, **common}
    shifts = [{"name": shift.name, "from": shift.before, "to": shift.after} for shift in entry.shifts]
    return {
        "on": entry.on.isoformat(),
        "from": entry.before,
        "to": entry.after,
        "cause": entry.cause.value,
        "shifts": shifts,
        **common,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def csv_head(ruleset: Ruleset) -> list[str]:
    """Return the names of a spreadsheet's columns."""
    return [
        *("id", "consultant", "grade", "computed", "since", "binding", "missing"),
        *("pending_to", "pending_since", "override_to", "override_until", *_others(ruleset)),
    ]


def csv_row(ruleset: Ruleset, grading: Grading) -> list[str]:
    """Return a customer's grade as a row for a spreadsheet."""
    pending, override = grading.pending, grading.override
    return [
        grading.id,
        grading.consultant,
        grading.grade or "",
        grading.computed or "",
        grading.since.isoformat(),
        " ".join(grading.official.binding),
        " ".join(grading.official.missing),
        pending.to if pending else "",
        pending.since.isoformat() if pending else "",
        override.to if override else "",
        override.until.isoformat() if override else "",
        *(grading.schemes[name].grade or "" for name in _others(ruleset)),
    ]


def _others(ruleset: Ruleset) -> list[str]:
    """Return the schemes beside the official one."""
    return [name for name in ruleset.schemes if name != ruleset.rules.official]
