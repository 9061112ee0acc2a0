"""What no single file can show is named at the right line of the right file, and nothing else is."""

from __future__ import annotations

import pytest

from generator.texts import translator
from tests.model.changes import MERGED, ONE, THIRD, TWO, Changes, deal, deals, decision, found, merged, referred
from tests.offices import CUSTOMER, OFFICE, SECOND, VISIT, typed

CASES: list[tuple[str, Changes, list[str]]] = [
    ("a sound office", {}, []),
    ("an office without people's file is still checked", {"office.yaml": None}, ["office:1 missing-file"]),
    # people
    ("unknown leader", {"office.yaml": OFFICE.replace("zhou-kai}", "zhou}", 1)}, ["office:3 unknown-person"]),
    (
        "leader who does not lead",
        {"office.yaml": OFFICE.replace("leader: zhou-kai", "leader: wu-di", 1)},
        ["office:3 not-a-leader"],
    ),
    (
        "own leader",
        {"office.yaml": OFFICE.replace("role: leader}", "role: leader, leader: zhou-kai}")},
        ["office:5 not-a-leader"],
    ),
    (
        "leader led by a manager",
        {"office.yaml": OFFICE.replace("role: leader}", "role: leader, leader: chen-wei}")},
        [],
    ),
    (
        "unknown consultant",
        {f"{ONE}/customer.yaml": CUSTOMER.replace("li-na", "li-an")},
        ["7k3qf/customer:3 unknown-person"],
    ),
    (
        "contact by a stranger",
        {f"{ONE}/visits/1.yaml": VISIT.replace("li-na", "zhang")},
        ["7k3qf/visits/1:3 unknown-person"],
    ),
    ("contact by a colleague", {f"{ONE}/visits/1.yaml": VISIT.replace("li-na", "wu-di")}, []),
    (
        "decision by a stranger",
        {f"{ONE}/decisions/1.yaml": decision("release", by="zhang")},
        ["7k3qf/decisions/1:2 unknown-person"],
    ),
    (
        "decision by a consultant",
        {f"{ONE}/decisions/1.yaml": decision("release", by="li-na")},
        ["7k3qf/decisions/1:2 role"],
    ),
    (
        "decision by a planner",
        {f"{ONE}/decisions/1.yaml": decision("release", by="he-jing")},
        ["7k3qf/decisions/1:2 role"],
    ),
    ("decision by a leader", {f"{ONE}/decisions/1.yaml": decision("release", by="zhou-kai")}, []),
    (
        "transfer to a stranger",
        {f"{ONE}/decisions/1.yaml": decision("transfer", "zhang")},
        ["!7k3qf/customer:3 transfer-not-done", "7k3qf/decisions/1:5 unknown-person"],
    ),
    (
        "claim for a manager",
        {f"{ONE}/decisions/1.yaml": decision("claim", "chen-wei")},
        ["!7k3qf/customer:3 transfer-not-done", "7k3qf/decisions/1:5 not-a-consultant"],
    ),
    (
        "transfer not carried out",
        {f"{ONE}/decisions/1.yaml": decision("transfer", "wu-di")},
        ["!7k3qf/customer:3 transfer-not-done"],
    ),
    ("transfer carried out", {f"{ONE}/decisions/1.yaml": decision("transfer", "li-na")}, []),
    (
        "only the last transfer counts",
        {
            f"{ONE}/decisions/a.yaml": decision("transfer", "li-na", at="2026-11-15"),
            f"{ONE}/decisions/b.yaml": decision("transfer", "wu-di"),
        },
        [],
    ),
    # referrals
    ("referred", {f"{ONE}/customer.yaml": referred("2m9xd")}, []),
    ("unknown referrer", {f"{ONE}/customer.yaml": referred("2m9xx")}, ["7k3qf/customer:7 unknown-customer"]),
    ("own referrer", {f"{ONE}/customer.yaml": referred("7k3qf")}, ["7k3qf/customer:7 self-referral"]),
    (
        "each brought by the other",
        {f"{ONE}/customer.yaml": referred("2m9xd"), f"{TWO}/customer.yaml": referred("7k3qf", SECOND)},
        ["!2m9xd/customer:7 circular-referral"],
    ),
    # merges and duplicates
    (
        "merge not carried out",
        {f"{ONE}/decisions/1.yaml": decision("merge", "2m9xd")},
        ["!7k3qf/customer:1 merge-not-done"],
    ),
    (
        "merge carried out",
        {f"{ONE}/decisions/1.yaml": decision("merge", "2m9xd"), f"{ONE}/customer.yaml": CUSTOMER + MERGED},
        [],
    ),
    (
        "merged with nobody",
        {f"{ONE}/decisions/1.yaml": decision("merge", "zzzzz")},
        ["7k3qf/decisions/1:5 unknown-customer"],
    ),
    (
        "merged with themselves",
        {f"{ONE}/decisions/1.yaml": decision("merge", "7k3qf")},
        ["7k3qf/decisions/1:5 self-merge"],
    ),
    (
        "the same phone key",
        {
            f"{ONE}/customer.yaml": CUSTOMER + "phone_key: 0011223344\n",
            f"{TWO}/customer.yaml": SECOND + "phone_key: 0011223344\n",
        },
        ["!7k3qf/customer:7 duplicate"],
    ),
    (
        "the same phone key, one of them merged",
        {
            f"{ONE}/customer.yaml": CUSTOMER + "phone_key: 0011223344\n" + MERGED,
            f"{ONE}/decisions/1.yaml": decision("merge", "2m9xd"),
            f"{TWO}/customer.yaml": SECOND + "phone_key: 0011223344\n",
        },
        [],
    ),
    (
        "merged, but with whom",
        {f"{ONE}/customer.yaml": CUSTOMER + MERGED},
        ["!7k3qf/customer:7 merged-nowhere"],
    ),
    (
        "merged twice",
        {
            f"{ONE}/customer.yaml": CUSTOMER + MERGED,
            f"{ONE}/decisions/1.yaml": decision("merge", "2m9xd"),
            f"{ONE}/decisions/2.yaml": decision("merge", "2m9xd", at="2026-11-14"),
        },
        ["7k3qf/decisions/2:5 merged-twice"],
    ),
    (
        "merged with a customer who was lost that day",
        {
            f"{ONE}/customer.yaml": CUSTOMER + MERGED,
            f"{ONE}/decisions/1.yaml": decision("merge", "2m9xd"),
            f"{TWO}/customer.yaml": SECOND + "closed: {on: 2026-11-13, reason: lost}\n",
        },
        ["7k3qf/decisions/1:5 merge-with-closed"],
    ),
    (
        "merged with a customer who was lost a day later",
        {
            f"{ONE}/customer.yaml": CUSTOMER + MERGED,
            f"{ONE}/decisions/1.yaml": decision("merge", "2m9xd"),
            f"{TWO}/customer.yaml": SECOND + "closed: {on: 2026-11-14, reason: lost}\n",
        },
        [],
    ),
    (
        "a chain of merges, one after the other",
        {**merged("7k3qf", "2m9xd", 13), **merged("2m9xd", "5pqrs", 14, SECOND), **THIRD},
        [],
    ),
    (
        "merged with somebody who was merged before",
        {**merged("7k3qf", "2m9xd", 15), **merged("2m9xd", "5pqrs", 14, SECOND), **THIRD},
        ["7k3qf/decisions/1:5 merge-with-closed"],
    ),
    (
        "each merged with the other",
        {**merged("7k3qf", "2m9xd", 13), **merged("2m9xd", "7k3qf", 14, SECOND)},
        ["2m9xd/decisions/1:5 circular-merge"],
    ),
    (
        "a unit goes on under the entry that stays",
        {
            **merged("7k3qf", "2m9xd", 13),
            **deals(ONE, ("subscribed", "2026-11-12")),
            **deals(TWO, ("contracted", "2026-11-15")),
        },
        [],
    ),
    (
        "the same surname and masked phone",
        {f"{TWO}/customer.yaml": CUSTOMER.replace("王建国", "王小兰")},
        ["!7k3qf/customer:2 duplicate"],
    ),
    ("another surname, the same masked phone", {f"{TWO}/customer.yaml": CUSTOMER.replace("王建国", "赵小兰")}, []),
    (
        "the same surname and masked phone, but another key",
        {
            f"{ONE}/customer.yaml": CUSTOMER + "phone_key: 0011223344\n",
            f"{TWO}/customer.yaml": CUSTOMER + "phone_key: 0011223355\n",
        },
        [],
    ),
    # the course of events
    (
        "contact before registration",
        {f"{ONE}/visits/1.yaml": VISIT.replace("11-12 14:30", "10-31")},
        ["7k3qf/visits/1:1 before-registration"],
    ),
    ("contact on the day of registration", {f"{ONE}/visits/1.yaml": VISIT.replace("11-12 14:30", "11-01")}, []),
    (
        "closed before registration",
        {f"{ONE}/customer.yaml": CUSTOMER + "closed: {on: 2026-10-31, reason: lost}\n"},
        ["7k3qf/customer:7 closed-before-registration"],
    ),
    (
        "a deal in its order",
        deals(ONE, ("queued", "2026-11-02"), ("subscribed", "2026-11-03"), ("contracted", "2026-11-04")),
        [],
    ),
    (
        "a deal in the wrong order",
        deals(ONE, ("contracted", "2026-11-02"), ("subscribed", "2026-11-03")),
        ["!7k3qf/deals/1:2 stage-order"],
    ),
    (
        "the same stage twice",
        deals(ONE, ("subscribed", "2026-11-02"), ("subscribed", "2026-11-03")),
        ["!7k3qf/deals/1:2 stage-order"],
    ),
    (
        "begun anew after a cancellation",
        deals(ONE, ("contracted", "2026-11-02"), ("cancelled", "2026-11-03"), ("subscribed", "2026-11-04")),
        [],
    ),
    (
        "two units side by side",
        deals(ONE, ("subscribed", "2026-11-02")) | {f"{ONE}/deals/b.yaml": deal("queued", "2026-11-03", "3-1202")},
        [],
    ),
    (
        "two customers, one unit",
        deals(ONE, ("subscribed", "2026-11-02")) | deals(TWO, ("subscribed", "2026-11-03")),
        ["!2m9xd/deals/0:3 unit-taken"],
    ),
    (
        "two customers, one unit, cancelled in between",
        deals(ONE, ("subscribed", "2026-11-02"), ("cancelled", "2026-11-03"))
        | deals(TWO, ("subscribed", "2026-11-04")),
        [],
    ),
    (
        "somebody else's cancellation does not free a unit",
        deals(ONE, ("subscribed", "2026-11-02"))
        | deals(TWO, ("cancelled", "2026-11-03"), ("subscribed", "2026-11-04")),
        ["!2m9xd/deals/1:3 unit-taken"],
    ),
    (
        "two customers queue for one unit",
        deals(ONE, ("queued", "2026-11-02")) | deals(TWO, ("queued", "2026-11-03")),
        [],
    ),
    # completeness
    (
        "no phone",
        {f"{ONE}/customer.yaml": CUSTOMER.replace("phone: 100****0000\n", "")},
        ["!7k3qf/customer:1 incomplete"],
    ),
    (
        "no wishes",
        {f"{ONE}/customer.yaml": CUSTOMER.replace("wants: {purpose: upgrade, rooms: 3}\n", "")},
        ["!7k3qf/customer:1 incomplete"],
    ),
    ("never judged", {f"{ONE}/visits/1.yaml": None}, ["!7k3qf/customer:1 incomplete"]),
    (
        "nothing is missed of a closed customer",
        {f"{ONE}/customer.yaml": CUSTOMER + "closed: {on: 2026-11-13, reason: lost}\n", f"{ONE}/visits/1.yaml": None},
        [],
    ),
    # files and folders
    ("a note among the records", {"customers/notes.txt": "x"}, ["!notes.txt:1 unexpected-file"]),
    ("another ending", {f"{ONE}/visits/2.yml": VISIT}, ["!7k3qf/visits/2.yml:1 unexpected-file"]),
    ("git's own files", {"customers/.gitkeep": "", f"{ONE}/.gitignore": ""}, []),
    ("a record at no place", {"customers/7k3qf.yaml": CUSTOMER}, ["7k3qf:1 misplaced"]),
    ("a contact of nobody", {"customers/8xxxx/visits/1.yaml": VISIT}, ["8xxxx/visits/1:1 no-customer"]),
    (
        "a folder nested in another",
        {"customers/2026-11/9xxxx/customer.yaml": CUSTOMER.replace("0000", "0009")},
        ["!2026-11/9xxxx/customer:1 incomplete"],
    ),
    (
        "two folders with one id",
        {"customers/old/7k3qf/customer.yaml": CUSTOMER},
        ["7k3qf/customer:1 duplicate-id", "old/7k3qf/customer:1 duplicate-id"],
    ),
    ("an id that differs by case only", {"customers/7K3QF/customer.yaml": CUSTOMER}, ["7K3QF/customer:1 id"]),
    ("a name for an id", {"customers/王建国/customer.yaml": CUSTOMER}, ["王建国/customer:1 id"]),
]


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_files_of_an_office_fit_together(changes: Changes, expected: list[str]) -> None:
    assert found(changes) == sorted(expected, key=lambda line: line.removeprefix("!"))


def test_three_referrals_in_a_circle_are_named_once() -> None:
    third = CUSTOMER.replace("0000", "0003").replace("walk_in", "referral") + "referrer: 7k3qf\n"
    changes = {
        f"{ONE}/customer.yaml": referred("2m9xd"),
        f"{TWO}/customer.yaml": referred("3xxxx", SECOND),
        "customers/3xxxx/customer.yaml": third,
        "customers/4xxxx/customer.yaml": third.replace("0003", "0004"),
    }
    circles = [problem for problem in typed(changes).problems if problem.code == "circular-referral"]
    assert [problem.text(translator("en")) for problem in circles] == [
        "The referrals go in a circle: 2m9xd → 3xxxx → 7k3qf; one of them is wrong."
    ]


def test_a_duplicate_tells_the_others_id_and_nothing_else_of_it() -> None:
    changes = {
        f"{ONE}/customer.yaml": CUSTOMER.replace("11-01", "11-02") + "phone_key: 0011223344\n",
        f"{TWO}/customer.yaml": SECOND.replace("li-na", "wu-di") + "phone_key: 0011223344\n",
        f"{TWO}/visits/1.yaml": VISIT.replace("看了三房", "价格太高"),
    }
    [problem] = typed(changes).problems
    assert problem.place.path == f"{ONE}/customer.yaml", "the older entry stays"
    for language in ("en", "zh"):
        sentence = problem.text(translator(language))
        assert "2m9xd" in sentence
        assert not any(secret in sentence for secret in ("赵", "0011223344", "0001", "价格太高", "wu-di"))
