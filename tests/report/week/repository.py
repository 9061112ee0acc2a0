"""A repository of a few weeks: an import, a move by records, by time and by rules, a late entry, a closing."""

from __future__ import annotations

from pathlib import Path

from tests.offices import CUSTOMER, RULES, VISIT, files
from tests.repositories import commit, dated

THIRD = CUSTOMER.replace("王建国", "陈大文").replace("100****0000", "100****0002")
FIRST_WEEK, LAST_WEEK = "2026-W45", "2026-W48"


def visit(day: str, motive: str, price: str) -> str:
    return f"at: {day}\nchannel: follow_up\nby: li-na\nnote: 电话\njudged: {{motive: {motive}, price: {price}}}\n"


def weeks(root: Path) -> Path:
    """Make the repository; its first commit is of W46, its last one of W48."""
    office = files()["office.yaml"].replace("as_of: 2026-11-22", "as_of: 2026-12-02")
    with dated("2026-11-13T18:00:00+08:00"):
        commit(root, {**files(), "office.yaml": office}, "导入")
    with dated("2026-11-18T18:00:00+08:00"):
        commit(root, {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "A", "A")}, "7k3qf 回访")
    with dated("2026-11-23T11:59:00+08:00", "吴迪"):
        third = THIRD.replace("2026-11-01", "2026-11-20")
        commit(
            root,
            {"customers/3c8mw/customer.yaml": third, "customers/3c8mw/visits/1.yaml": visit("2026-11-20", "D", "D")},
        )
    with dated("2026-11-25T09:00:00+08:00", "吴迪"):
        late = visit("2026-11-17", "C", "C").replace("li-na", "wu-di")
        commit(root, {"customers/2m9xd/visits/2.yaml": late}, "<b>补录</b> 2m9xd")
    with dated("2026-11-27T09:00:00+08:00", "陈伟"):
        closed = THIRD.replace("2026-11-01", "2026-11-20") + "closed: {on: 2026-11-27, reason: lost}\n"
        changed = RULES.replace("after_days: 7", "after_days: 8").replace('version: "1"', 'version: "2"')
        commit(root, {"customers/3c8mw/customer.yaml": closed, "rules.yaml": changed}, "关闭；规则 2")
    return root


def later(root: Path, step: int) -> None:
    """Commit one more change long after the weeks: an addition, an edit, a deletion, other rules, another office."""
    moment = f"2026-12-{10 + step:02}T09:00:00+08:00"
    changes: list[dict[str, str | bytes | None]] = [
        {"customers/7k3qf/visits/9.yaml": visit("2026-11-14", "D", "D")},
        {"customers/7k3qf/visits/2.yaml": visit("2026-11-18", "C", "C")},
        {"customers/2m9xd/visits/1.yaml": None},
        {"customers/2m9xd/customer.yaml": None, "customers/2m9xd/visits/2.yaml": None},
        {"rules.yaml": RULES.replace("required: [motive, price]", "required: [motive]")},
        {
            "office.yaml": files()["office.yaml"]
            .replace("as_of: 2026-11-22", "as_of: 2026-12-20")
            .replace("李娜", "李小娜")
            + "week: {cutoff: wed 20:00}\n"
        },
        {"customers/7k3qf/customer.yaml": CUSTOMER.replace("王建国", "王二").replace("2026-11-01", "2026-07-01")},
        {"customers/8d2kq/customer.yaml": CUSTOMER, "customers/8d2kq/visits/1.yaml": VISIT},
    ]
    with dated(moment, "何静"):
        commit(root, changes[step % len(changes)], f"later {step}")


LATER = 8
