"""What is a problem on one day and none on another, or under other rules."""

from __future__ import annotations

from datetime import date

import pytest

from generator.model.consistency import dated
from generator.model.snapshot import Snapshot
from tests.model.changes import ONE, Changes, deals, decision, short
from tests.offices import CUSTOMER, OFFICE, VISIT, typed

TODAY = date(2026, 11, 22)


def found_on(changes: Changes, today: date = TODAY) -> list[str]:
    snapshot: Snapshot = typed(changes)
    return sorted(short(problem) for problem in dated(snapshot.office, snapshot.rules, snapshot.dossiers, today))


DATED: list[tuple[str, Changes, list[str]]] = [
    ("a sound office", {}, []),
    (
        "a contact tomorrow",
        {f"{ONE}/visits/1.yaml": VISIT.replace("11-12 14:30", "11-23")},
        ["7k3qf/visits/1:1 future-date"],
    ),
    ("a contact this evening", {f"{ONE}/visits/1.yaml": VISIT.replace("11-12 14:30", "11-22 23:59")}, []),
    (
        "registered tomorrow",
        {f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "11-23"), f"{ONE}/visits/1.yaml": None},
        ["7k3qf/customer:5 future-date"],
    ),
    (
        "31 days of silence",
        {
            f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "10-01"),
            f"{ONE}/visits/1.yaml": VISIT.replace("11-12", "10-22"),
        },
        ["!7k3qf/customer:1 stale"],
    ),
    (
        "30 days of silence",
        {
            f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "10-01"),
            f"{ONE}/visits/1.yaml": VISIT.replace("11-12", "10-23"),
        },
        [],
    ),
    (
        "registered long ago and never seen",
        {f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "10-01"), f"{ONE}/visits/1.yaml": None},
        ["!7k3qf/customer:1 stale"],
    ),
    (
        "silence of a closed customer",
        {
            f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "10-01") + "closed: {on: 2026-11-22, reason: lost}\n",
            f"{ONE}/visits/1.yaml": None,
        },
        [],
    ),
    (
        "silence of a subscribed customer",
        {
            f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "09-01"),
            f"{ONE}/visits/1.yaml": None,
            **deals(ONE, ("subscribed", "2026-09-20")),
        },
        [],
    ),
    (
        "silence after a cancelled subscription",
        {
            f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "09-01"),
            f"{ONE}/visits/1.yaml": None,
            **deals(ONE, ("subscribed", "2026-09-20"), ("cancelled", "2026-10-22")),
        },
        ["!7k3qf/customer:1 stale"],
    ),
    (
        "silence with a queue deposit only",
        {
            f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "09-01"),
            f"{ONE}/visits/1.yaml": None,
            **deals(ONE, ("queued", "2026-09-20")),
        },
        ["!7k3qf/customer:1 stale"],
    ),
    (
        "a consultant who has left",
        {"office.yaml": OFFICE.replace("李娜, role: consultant", "李娜, role: consultant, left: 2026-11-22")},
        ["!2m9xd/customer:3 consultant-left", "!7k3qf/customer:3 consultant-left"],
    ),
    (
        "a consultant who leaves tomorrow",
        {"office.yaml": OFFICE.replace("李娜, role: consultant", "李娜, role: consultant, left: 2026-11-23")},
        [],
    ),
    ("a fall approved by a leader", {f"{ONE}/decisions/1.yaml": decision("approve_downgrade", "D", by="zhou-kai")}, []),
    ("a fall approved by a manager", {f"{ONE}/decisions/1.yaml": decision("approve_downgrade", "D")}, []),
    (
        "a fall that needs the manager",
        {f"{ONE}/decisions/1.yaml": decision("approve_downgrade", "C", by="zhou-kai")},
        ["7k3qf/decisions/1:2 role"],
    ),
    ("approved by a stranger", {f"{ONE}/decisions/1.yaml": decision("approve_downgrade", "D", by="zhang")}, []),
    (
        "a grade that is none",
        {f"{ONE}/decisions/1.yaml": decision("override", "S", more="until: 2026-11-20\n")},
        ["7k3qf/decisions/1:5 unknown-grade"],
    ),
]


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in DATED], ids=[case[0] for case in DATED])
def test_what_depends_on_today_and_on_the_rules(changes: Changes, expected: list[str]) -> None:
    assert found_on(changes) == sorted(expected)


def test_without_office_and_rules_only_the_records_are_checked() -> None:
    snapshot = typed({"office.yaml": None, "rules.yaml": None, f"{ONE}/visits/1.yaml": VISIT.replace("11-12", "11-23")})
    assert [short(problem) for problem in dated(None, None, snapshot.dossiers, TODAY)] == [
        "7k3qf/visits/1:1 future-date"
    ]
