"""One bad file each: what is wrong with it, and the line and code that `fenji check` must name.

A row makes a customer's folder of its own. The text stands in for the good file at that place; a row for a visit,
decision or deal stands beside a good customer.yaml. Add a row and it is tested.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.offices import CUSTOMER, VISIT


class Fault(NamedTuple):
    """A bad file below customers/ID/ (``file``), its content, and where its only fault is."""

    name: str
    file: str
    content: str | bytes
    line: int
    code: str


def _customer(name: str, code: str, line: int, old: str = "", new: str = "") -> Fault:
    """Return a customer.yaml with ``old`` replaced by ``new``, or with ``new`` added at its end."""
    text = CUSTOMER.replace(old, new, 1) if old else CUSTOMER + new
    assert text != CUSTOMER, name
    return Fault(name, "customer.yaml", text, line, code)


def _visit(name: str, code: str, line: int, old: str = "", new: str = "") -> Fault:
    text = VISIT.replace(old, new, 1) if old else VISIT + new
    assert text != VISIT, name
    return Fault(name, "visits/bad.yaml", text, line, code)


DECISION = "at: 2026-11-13\nby: chen-wei\nkind: {kind}\n"
DEAL = "at: 2026-11-13\nstage: subscribed\nunit: {unit}\namount: 300\n"


def _decision(name: str, code: str, line: int, text: str) -> Fault:
    return Fault(name, "decisions/bad.yaml", text, line, code)


def _deal(name: str, code: str, line: int, text: str) -> Fault:
    return Fault(name, "deals/bad.yaml", text, line, code)


CUSTOMERS = (
    _customer("misspelt key", "unknown-key", 2, "phone:", "phnoe:"),
    _customer("unknown key", "unknown-key", 7, new="hobby: 钓鱼\n"),
    _customer("unknown key inside a mapping", "unknown-key", 6, "rooms: 3", "room: 3"),
    _customer("missing name", "missing-key", 1, "name: 王建国\n", ""),
    _customer("missing day of registration", "missing-key", 1, "registered: 2026-11-01\n", ""),
    _customer("nothing after the key", "no-value", 1, "name: 王建国", "name:"),
    _customer("blank name", "no-value", 1, "name: 王建国", 'name: "  "'),
    _customer("unknown source", "unknown-word", 4, "walk_in", "walk-in"),
    _customer("unknown purpose", "unknown-word", 6, "purpose: upgrade", "purpose: 改善"),
    _customer("a day that the calendar does not have", "date", 5, "2026-11-01", "2026-02-30"),
    _customer("a date as it is spoken", "date", 5, "2026-11-01", "11月1日"),
    _customer("a month out of range", "date", 5, "2026-11-01", "2026-13-01"),
    _customer("rooms in words", "number", 6, "rooms: 3", "rooms: 三房"),
    _customer("half a room", "whole", 6, "rooms: 3", "rooms: 2.5"),
    _customer("negative budget", "amount", 6, "rooms: 3", "budget: -20"),
    _customer("a list where a mapping belongs", "mapping", 6, "{purpose: upgrade, rooms: 3}", "[upgrade, 3]"),
    _customer("a list where a text belongs", "text", 1, "王建国", "[王, 建国]"),
    _customer("a name for the consultant's id", "id", 3, "li-na", "李娜"),
    _customer("unknown consultant", "unknown-person", 3, "li-na", "li-nan"),
    _customer("phone key that is none", "phone-key", 7, new="phone_key: 9f2c-xyz\n"),
    _customer("masked in another form", "phone-form", 2, "100****0000", "1000xxxx"),
    _customer("full phone number", "full-phone", 2, "100****0000", "10012345678"),
    _customer("full phone number with spaces", "full-phone", 2, "100****0000", "100 1234 5678"),
    _customer("full phone number in wide digits", "full-phone", 2, "100****0000", "１００１２３４５６７８"),
    _customer("full phone number in a comment", "full-phone", 7, new="# 老婆的电话 +86 100-1234-5678\n"),
    _customer("full phone number behind escapes", "full-phone", 1, "王建国", '"王 \\x310012345678"'),
    _customer("full phone number over two lines", "full-phone", 1, "王建国", "王建国 100\n  1234 5678"),
    _customer("identity number", "id-number", 6, "rooms: 3", "district: 10000019900101100X"),
    _customer("unknown referrer", "unknown-customer", 5, "source: walk_in\n", "source: referral\nreferrer: zzzzz\n"),
    _customer("referrer without a referral", "referrer-source", 7, new="referrer: good1\n"),
    _customer(
        "closed before registered", "closed-before-registration", 7, new="closed: {on: 2026-10-31, reason: lost}\n"
    ),
    _customer("closed without a reason", "missing-key", 7, new="closed: {on: 2026-11-10}\n"),
    _customer("the same key twice", "duplicate-key", 7, new="name: 王建军\n"),
    _customer(
        "the same key twice in Unicode", "duplicate-key", 9, new="attributes:\n  {caf\u00e9: 1,\n   cafe\u0301: 2}\n"
    ),
    _customer("tab before a key", "syntax", 6, "wants: {purpose: upgrade, rooms: 3}", "\twants: 3"),
    _customer("wide colon", "syntax", 1, "name: 王建国", "name：王建国"),
    _customer("wide space before a key", "unknown-key", 6, "wants: {purpose: upgrade, rooms: 3}", "\u3000wants: 3"),
    _customer("colon inside a text", "syntax", 6, "{purpose: upgrade, rooms: 3}", "预算: 300"),
    _customer("mapping not closed", "syntax", 6, "rooms: 3}", "rooms: 3"),
    _customer("quotes not closed", "syntax", 7, new='profile: {place: "城东}\n'),
    _customer("key that is a list", "key-type", 7, new="[a, b]: c\n"),
    _customer("merge key", "merge-key", 7, new="<<: {name: 王}\n"),
    _customer("anchor", "anchor", 1, "王建国", "&n 王建国"),
    _customer("alias", "alias", 3, "li-na", "*n"),
    _customer("tag", "tag", 1, "王建国", "!!str 王建国"),
    _customer("two documents", "documents", 7, new="---\nname: 李四\n"),
    _customer("directive", "directive", 1, "name: 王建国", "%YAML 1.1\n---\nname: 王建国"),
    _customer("conflict marker", "conflict-marker", 3, "consultant: li-na\n", "<<<<<<< HEAD\nconsultant: li-na\n"),
    _customer("zero-width space", "invisible-character", 1, "王建国", "王建\u200b国"),
    _customer("direction override", "invisible-character", 1, "王建国", "\u202e国建王"),
    _customer("control character", "invisible-character", 1, "王建国", "王\x07建国"),
    Fault("empty file", "customer.yaml", "", 1, "empty"),
    Fault("only a comment", "customer.yaml", "# 王建国\n", 1, "empty"),
    Fault("a list of records", "customer.yaml", "- name: 王建国\n", 1, "not-a-record"),
    Fault("a sentence", "customer.yaml", "王建国来过两次\n", 1, "not-a-record"),
    Fault("saved as GBK", "customer.yaml", CUSTOMER.encode("gbk"), 1, "encoding"),
    Fault("saved as UTF-16", "customer.yaml", CUSTOMER.encode("utf-16"), 1, "encoding"),
    Fault("no text at all", "customer.yaml", b"name: a\n\xff\x00\x89\n", 2, "encoding"),
    Fault("too large", "customer.yaml", CUSTOMER + "#" * 300_000, 1, "too-large"),
    Fault("nested too deeply", "customer.yaml", "name: " + "[" * 50_000, 1, "too-deep"),
    Fault("nested too deeply behind quotes", "customer.yaml", "name: " + "[ ']'," * 40_000, 1, "too-deep"),
    Fault("nested too deeply with dashes", "customer.yaml", "-  " * 80_000, 1, "too-deep"),
    Fault("too many values", "customer.yaml", "- a\n" * 60_000, 2_000, "too-many-nodes"),
)

VISITS = (
    _visit("nobody of the office", "unknown-person", 3, "li-na", "zhang-san"),
    _visit("unknown channel", "unknown-word", 2, "visit", "walk"),
    _visit("an hour that the day does not have", "moment", 1, "14:30", "25:00"),
    _visit("time in words", "moment", 1, "14:30", "下午"),
    _visit("missing time", "missing-key", 1, "at: 2026-11-12 14:30\n", ""),
    _visit("next step before the contact", "next-before", 5, "judged:", "next: {on: 2026-11-11, what: 回电}\njudged:"),
    _visit(
        "a phone number in the next step",
        "full-phone",
        5,
        "judged:",
        "next: {on: 2026-11-20, what: 打 10012345678}\njudged:",
    ),
    _visit("visited before the registration", "before-registration", 1, "2026-11-12", "2026-10-31"),
    _visit("after today", "future-date", 1, "2026-11-12", "2026-11-23"),
    _visit("a year too far", "future-date", 1, "2026-11-12", "2062-11-12"),
    _visit("level outside the rubric", "level", 5, "price: B", "price: E"),
    _visit("indicator that the rules do not have", "unknown-judged", 5, "price: B", "prise: B"),
    _visit("judgements as a list", "mapping", 5, "{motive: B, price: B}", "[B, B]"),
    _visit("judgement without a value", "no-value", 5, "price: B", "price: "),
    _visit("note as a list", "text", 4, "看了三房", "[看了三房]"),
    _visit("unit that is none", "unit", 6, new="units: [3-1201, 三号楼]\n"),
    _visit("units as one text", "list", 6, new="units: 3-1201\n"),
    _visit("full phone number in a note", "full-phone", 4, "看了三房", "看了三房，电话10012345678"),
    _visit("landline in a note", "full-phone", 4, "看了三房", "办公室 (0571) 8765-4321"),
    _visit("identity number in a note", "id-number", 4, "看了三房", "身份证 100000 19900101 1000"),
)

DECISIONS = (
    _decision("a consultant decides", "role", 2, "at: 2026-11-13\nby: li-na\nkind: release\nreason: 太远\n"),
    _decision("a planner decides", "role", 2, "at: 2026-11-13\nby: he-jing\nkind: release\nreason: 太远\n"),
    _decision("unknown kind", "unknown-word", 3, DECISION.format(kind="approve") + "reason: 是\nto: D\n"),
    _decision("no reason", "missing-key", 1, DECISION.format(kind="release")),
    _decision("override without an end", "override-until", 3, DECISION.format(kind="override") + "to: A\nreason: 是\n"),
    _decision(
        "override that ends before it begins",
        "override-until",
        6,
        DECISION.format(kind="override") + "to: A\nreason: 是\nuntil: 2026-11-01\n",
    ),
    _decision(
        "transfer with an end",
        "override-until",
        6,
        DECISION.format(kind="transfer") + "to: li-na\nreason: 是\nuntil: 2026-11-20\n",
    ),
    _decision("transfer to nobody", "decision-to", 3, DECISION.format(kind="transfer") + "reason: 是\n"),
    _decision("release to somebody", "decision-to", 4, DECISION.format(kind="release") + "to: li-na\nreason: 是\n"),
    _decision(
        "transfer to a stranger", "unknown-person", 4, DECISION.format(kind="transfer") + "to: zhang\nreason: 是\n"
    ),
    _decision(
        "claim for a planner", "not-a-consultant", 4, DECISION.format(kind="claim") + "to: he-jing\nreason: 是\n"
    ),
    _decision(
        "merge with a stranger", "unknown-customer", 4, DECISION.format(kind="merge") + "to: zzzzz\nreason: 是\n"
    ),
    _decision(
        "override to a grade that is none",
        "unknown-grade",
        4,
        DECISION.format(kind="override") + "to: S\nreason: 是\nuntil: 2026-11-20\n",
    ),
)

DEALS = (
    _deal("unknown stage", "unknown-word", 2, DEAL.format(unit="3-1201").replace("subscribed", "sold")),
    _deal("unit without a number", "unit", 3, DEAL.format(unit="三号楼")),
    _deal("amount in words", "number", 4, DEAL.format(unit="3-1201").replace("300", "三百万")),
    _deal("negative amount", "amount", 4, DEAL.format(unit="3-1201").replace("300", "-300")),
    _deal("before the registration", "before-registration", 1, DEAL.format(unit="3-1201").replace("11-13", "10-13")),
)

FAULTS = CUSTOMERS + VISITS + DECISIONS + DEALS
