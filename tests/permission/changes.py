"""The kinds of change in the matrix of docs/permissions.md, each as the files that it touches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.offices import CUSTOMER, RULES, VISIT
from tests.permission.office import DEAL, DECISION, FOLLOW_UP, OFFICE, OWNERS, Files

ROLES = {"consultant": "li-na", "leader": "zhou-kai", "manager": "chen-wei", "planner": "he-jing"}
"""Who stands for each role."""

SCOPES: Mapping[str, Mapping[str, str]] = {
    "li-na": {"own": "aaaaa", "team": "bbbbb", "other": "ccccc"},
    "zhou-kai": {"own": "ddddd", "team": "aaaaa", "other": "ccccc"},
    "chen-wei": {"own": "ddddd", "team": "aaaaa", "other": "ccccc"},
    "he-jing": {"own": "ddddd", "team": "aaaaa", "other": "ccccc"},
}
"""A customer of one's own, of the own team, of another one."""

COLLEAGUE = {"aaaaa": "wu-di", "bbbbb": "zhou-kai", "ccccc": "lin-yan", "ddddd": "li-na"}
"""Somebody else of the same team as the customer's owner."""

MERGED = {"aaaaa": "bbbbb", "bbbbb": "aaaaa", "ccccc": "ccccc", "ddddd": "aaaaa"}

Change = Callable[[str, str], Files]
"""Actor and customer → files."""


def own_file(customer: str) -> str:
    number = list(OWNERS).index(customer)
    return CUSTOMER.replace("li-na", OWNERS[customer]).replace("100****0000", f"100****00{number}1")


def visit(customer: str) -> str:
    return VISIT.replace("li-na", OWNERS[customer])


def in_folder(name: str, content: Callable[[str, str], str | bytes | None]) -> Change:
    return lambda actor, customer: {f"customers/{customer}/{name}": content(actor, customer)}


def decision(kind: str, to: str | None, by: str = "", at: str = "2026-11-22") -> Change:
    def content(actor: str, customer: str) -> str:
        aim = "" if to is None else f"to: {to.format(colleague=COLLEAGUE[customer], merged=MERGED[customer])}\n"
        until = "until: 2026-12-12\n" if kind == "override" else ""
        return f"at: {at}\nby: {by or actor}\nkind: {kind}\n{aim}{until}reason: 会上决定\n"

    return in_folder("decisions/2.yaml", content)


def handed_over(customer: str) -> str:
    return own_file(customer).replace(f"consultant: {OWNERS[customer]}", f"consultant: {COLLEAGUE[customer]}")


def handover(actor: str, customer: str) -> Files:
    return {
        **decision("transfer", "{colleague}")(actor, customer),
        f"customers/{customer}/customer.yaml": handed_over(customer),
    }


def moved(actor: str, customer: str) -> Files:
    names = ("customer.yaml", "visits/1.yaml", "visits/2.yaml", "deals/1.yaml", "decisions/1.yaml")
    contents = (own_file(customer), visit(customer), follow_up(customer), deal(customer), DECISION)
    gone: dict[str, str | bytes | None] = {f"customers/{customer}/{name}": None for name in names}
    return gone | {f"customers/2026-11/{customer}/{name}": text for name, text in zip(names, contents, strict=True)}


def follow_up(customer: str) -> str:
    return FOLLOW_UP.replace("li-na", OWNERS[customer])


def deal(customer: str) -> str:
    return DEAL.replace("1201", f"120{list(OWNERS).index(customer)}")


def registered(actor: str, customer: str) -> Files:
    return {
        "customers/eeeee/customer.yaml": CUSTOMER.replace("li-na", OWNERS[customer]),
        "customers/eeeee/visits/1.yaml": FOLLOW_UP.replace("li-na", OWNERS[customer]),
    }


def anywhere(path: str, content: str | None) -> Change:
    return lambda _actor, _customer: {path: content}


KINDS: Mapping[str, Sequence[Change]] = {
    "contact": [in_folder("visits/3.yaml", lambda actor, _c: FOLLOW_UP.replace("li-na", actor))],
    "contact-for": [in_folder("visits/3.yaml", lambda _a, customer: FOLLOW_UP.replace("li-na", COLLEAGUE[customer]))],
    "contact-edit": [
        in_folder("visits/1.yaml", lambda _a, customer: visit(customer).replace("看了三房", "看了四房")),
        in_folder("visits/1.yaml", lambda _a, customer: visit(customer).replace("price: B", "price: A")),
    ],
    "contact-date": [in_folder("visits/1.yaml", lambda _a, customer: visit(customer).replace("11-12", "11-13"))],
    "customer": [registered],
    "customer-edit": [in_folder("customer.yaml", lambda _a, customer: own_file(customer).replace("s: 3", "s: 4"))],
    "customer-date": [in_folder("customer.yaml", lambda _a, customer: own_file(customer).replace("11-01", "11-02"))],
    "close": [
        in_folder("customer.yaml", lambda _a, customer: own_file(customer) + "closed: {on: 2026-11-22, reason: lost}\n")
    ],
    "deal": [in_folder("deals/2.yaml", lambda _a, customer: deal(customer).replace("queued", "subscribed"))],
    "deal-edit": [in_folder("deals/1.yaml", lambda _a, customer: deal(customer).replace("amount: 2", "amount: 3"))],
    "approve-leader": [decision("approve_downgrade", "D")],
    "approve-manager": [decision("approve_downgrade", "C")],
    "decide": [
        decision("override", "A"),
        decision("release", None),
        decision("claim", "{colleague}"),
        decision("transfer", "{colleague}"),
        decision("merge", "{merged}"),
    ],
    "hand-over": [handover],
    "hand-over-silent": [in_folder("customer.yaml", lambda _a, customer: handed_over(customer))],
    "decide-for": [decision("override", "A", by="gao-fei"), decision("release", None, by="lin-yan")],
    "decision-edit": [in_folder("decisions/1.yaml", lambda _a, _c: DECISION.replace("to: B", "to: A"))],
    "delete": [
        in_folder("visits/2.yaml", lambda _a, _c: None),
        in_folder("decisions/1.yaml", lambda _a, _c: None),
        in_folder("customer.yaml", lambda _a, _c: None),
    ],
    "rename": [
        lambda _actor, customer: {
            f"customers/{customer}/visits/2.yaml": None,
            f"customers/{customer}/visits/0.yaml": follow_up(customer),
        }
    ],
    "move": [moved],
    "beside": [in_folder("notes.txt", lambda _a, _c: "x"), in_folder("visits/3.yml", lambda _a, _c: FOLLOW_UP)],
    "milestones": [
        anywhere("office.yaml", OFFICE.replace("2026-12-12", "2026-12-19")),
        anywhere("office.yaml", OFFICE.replace("{opening", "{queue_start: 2026-11-28, opening")),
    ],
    "office": [
        anywhere("office.yaml", OFFICE.replace("name: 云溪府", "name: 云溪二期")),
        anywhere("office.yaml", OFFICE.replace("as_of: 2026-11-22", "as_of: 2026-11-20")),
        anywhere("office.yaml", None),
    ],
    "rules": [anywhere("rules.yaml", RULES.replace("after_days: 7", "after_days: 8")), anywhere("rules.yaml", None)],
    "site": [
        anywhere("site_templates/a.css", "b {}\n"),
        anywhere("site_templates/a.css", None),
        anywhere("mkdocs.yml", "site_name: x\n"),
    ],
    "other": [
        anywhere(".github/workflows/site.yml", "on: push\n"),
        anywhere(".gitattributes", "* -text\n"),
        anywhere("README.md", "x"),
        anywhere("Customers/aaaaa/visits/3.yaml", FOLLOW_UP),
    ],
}
"""Every kind of change; where a kind has several examples, the matrix holds for each."""

OF_OFFICE = ("milestones", "office", "rules", "site", "other")
"""The kinds that are about no customer."""
