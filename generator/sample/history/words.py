"""Commit messages as the people of a sales office write them: ids, never names of customers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from generator.sample.history.entry import Entry, What
from generator.sample.story import Sale, Verdict

CHANNELS: Final = {
    "visit": "来访",
    "inbound_call": "来电",
    "follow_up": "回访",
    "message": "微信",
    "show_flat": "看样板房",
    "event": "活动",
}
INDICATOR_LABELS: Final = {
    "motive": "购房动机",
    "area": "区域认同",
    "product": "产品认同",
    "price": "价格承受",
    "funds": "资金到位",
    "timing": "成交时间",
    "process": "认购与按揭",
}
STAGES: Final = {
    "queued": "认筹",
    "subscribed": "认购",
    "contracted": "签约",
    "mortgaged": "按揭办完",
    "paid_out": "放款",
    "cancelled": "退房",
}
CLOSINGS: Final = {"bought_elsewhere": "已在别处买房", "lost": "不再考虑", "other": "不再跟进"}
# What is told in a sentence of its own; so many of them stand in a subject, all of them below it.
TELLING: Final = (What.DEAL, What.DECISION, What.CUSTOMER, What.CORRECTION, What.REMOVAL)
MOST: Final = 3


def on_day(day: date) -> str:
    """A day as in 11月3日."""
    return f"{day.month}月{day.day}日"


def deciding(id_: str, verdict: Verdict, to: str) -> str:
    """What a decision does; `to` is how one calls what it leads to."""
    match verdict.kind:
        case "approve_downgrade":
            return f"同意 {id_} 降为 {to}"
        case "override":
            return f"{id_} 手工定为 {to}，到{on_day(verdict.until or verdict.at)}"
        case "transfer":
            return f"{id_} 转给{to}"
        case "claim":
            return f"{id_} 由{to}认领"
        case "merge":
            return f"{id_} 与 {to} 是同一人，合并"
        case _:
            return f"{id_} 放回公海"


def dealing(id_: str, sale: Sale) -> str:
    """What a stage of a deal is."""
    return f"{id_} {STAGES[sale.stage]} {sale.unit}"


def closing(id_: str, reason: str) -> str:
    """Why nobody works on a customer any more."""
    return f"{id_} {CLOSINGS[reason]}，关闭"


def message(entries: Sequence[Entry]) -> str:
    """The message of a commit: one line, and for an import some more."""
    if entries[0].what is What.IMPORTED:
        customers = len({entry.customer for entry in entries})
        subject = f"导入本组台账：{customers} 组客户，{len(entries) - customers} 条记录"
        return f"{subject}\n\n从组里的表格整理过来，此前各组客户和历次来访、回访都在内。\n"
    parts = [*_registrations(entries), *_contacts(entries)]
    sentences = [entry.words for what in TELLING for entry in entries if entry.what is what and entry.words]
    subject = "；".join([*parts, *sentences[:MOST]])
    if len(sentences) <= MOST:
        return f"{subject}\n"
    return f"{subject}；另 {len(sentences) - MOST} 项\n\n" + "".join(f"{sentence}\n" for sentence in sentences)


def _contacts(entries: Sequence[Entry]) -> Iterator[str]:
    fresh = {entry.customer for entry in entries if entry.what is What.REGISTERED and not entry.late}
    contacts = [entry for entry in entries if entry.what is What.CONTACT]
    timely = [entry for entry in contacts if not entry.late]
    if len(timely) == 1:
        again = "当天" if timely[0].customer in fresh else ""
        yield f"{timely[0].customer} {again}{timely[0].words}"
    elif timely:
        counts = Counter(entry.words for entry in timely)
        yield f"{on_day(timely[0].day)} " + "、".join(f"{label} {number} 组" for label, number in counts.items())
    yield from _late([entry for entry in contacts if entry.late])


def _registrations(entries: Sequence[Entry]) -> Iterator[str]:
    """The new customers; each has two entries, customer.yaml and the first contact."""
    new = {entry.customer: entry for entry in entries if entry.what is What.REGISTERED}
    if len(new) == 1:
        (entry,) = new.values()
        yield (
            f"补登记新客户 {entry.customer}（{on_day(entry.day)}{entry.words}）"
            if entry.late
            else f"新客户 {entry.customer}（{entry.words}）"
        )
    elif new:
        late = any(entry.late for entry in new.values())
        yield f"{'补登记' if late else '登记'}新客户 {len(new)} 组：{'、'.join(new)}"


def _late(entries: Sequence[Entry]) -> Iterator[str]:
    if len(entries) == 1:
        yield f"补录 {on_day(entries[0].day)} {entries[0].words} {entries[0].customer}"
    elif entries:
        days = sorted({entry.day for entry in entries})
        span = on_day(days[0]) + (f"至{on_day(days[-1])}" if days[1:] else "")
        yield f"补录 {span} 的 {len(entries)} 条记录"
