"""A small office on a morning, with every part of the day's work in it."""

from __future__ import annotations

from tests.offices import CUSTOMER, OFFICE, RULES

FOLLOW_UP = """\
follow_up:
  same_day_after: [visit]
  weekly_review: [A]
  A: {every_days: 2, escalate: {1: leader, 3: manager}}
  B: {every_days: 5, escalate: {1: leader}}
  C: {every_days: 20}
playbook:
  A: [带家人再看一次, 约定签约日]
  B: [问出主要抗性, 算清贷款]
"""
OLD = ("7k3qf", "2m9xd")
AUXILIARY = "      contact: {label: 联系, role: auxiliary, levels: {A: 主动, B: 偶尔, C: 冷淡, D: 拒绝}}\n"
MORNING_RULES = (
    RULES.replace("movement:\n", AUXILIARY + "movement:\n")
    .replace("follow_up: {refresh_days: 30}\n", FOLLOW_UP)
    .replace("after_days: 7", "after_days: 70")
)


def customer(name: str, consultant: str, registered: str, number: int) -> str:
    """Return the text of a customer.yaml with a phone of their own."""
    text = CUSTOMER.replace("王建国", name).replace("li-na", consultant).replace("2026-11-01", registered)
    return text.replace("100****0000", f"100****{number:04}")


def contact(day: str, channel: str, by: str, grade: str = "", more: str = "") -> str:
    """Return the text of a contact that judges both indicators as ``grade``."""
    judged = f"judged: {{motive: {grade}, price: {grade}}}\n" if grade else ""
    return f"at: {day}\nchannel: {channel}\nby: {by}\n{judged}{more}"


def morning() -> dict[str, str | bytes | None]:
    """Return the office on 22 November 2026, a Sunday: five customers with an owner, one in the pool.

    a1 is A and late, b1 and b2 are B and late (b2 the more serious one), c1 is due today, b3 of wu-di is late.
    """
    records = {
        "a1": ("王大", "li-na", contact("2026-11-18", "message", "li-na", "A", "note: 收据 100200300400，先付定金\n")),
        "b1": ("李二", "li-na", contact("2026-11-14", "follow_up", "li-na", "B")),
        "b2": ("张三", "li-na", contact("2026-11-16", "inbound_call", "li-na", "B")),
        "c1": ("赵四", "li-na", contact("2026-11-22", "visit", "li-na", "C", "note: 第一次来\n")),
        "b3": ("孙五", "wu-di", contact("2026-11-15", "follow_up", "wu-di", "B")),
        "p1": ("周六", "wu-di", contact("2026-11-05", "follow_up", "wu-di", "C")),
    }
    files: dict[str, str | bytes | None] = {
        "rules.yaml": MORNING_RULES,
        "office.yaml": OFFICE,
        **dict.fromkeys(f"customers/{name}/{file}.yaml" for name in OLD for file in ("customer", "visits/1")),
    }
    for number, (name, (called, owner, text)) in enumerate(records.items(), start=10):
        files[f"customers/{name}/customer.yaml"] = customer(called, owner, text[4:14], number)
        files[f"customers/{name}/visits/1.yaml"] = text
    return files
