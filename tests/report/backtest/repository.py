"""The worked example of docs/backtest.md: five customers, two weeks, one override, and rules that let the price go."""

from __future__ import annotations

from pathlib import Path

from tests.offices import CUSTOMER, OFFICE, RULES
from tests.repositories import commit, dated

PUBLISHED = RULES.replace(
    "follow_up: {refresh_days: 30}\n",
    "follow_up:\n"
    "  A: {before_opening: {per_week: 2}, after_opening: {every_days: 2}}\n"
    "  B: {every_days: 5}\n"
    "  C: {every_days: 7}\n"
    "  D: {pool: true}\n",
).replace("expect: D}\n", "expect: D}\n  - {name: 戊, judged: {motive: A, price: C}, expect: C}\n")

CANDIDATE = (
    PUBLISHED.replace('version: "1"', 'version: "2"')
    .replace("required: [motive, price]", "required: [motive]")
    .replace("price: {label: 价格, levels", "price: {label: 价格, role: auxiliary, levels")
)

LEVELS = {
    "7k3qf": "{motive: B, price: B}",
    "2m9xd": "{motive: A, price: C}",
    "3c8mw": "{motive: B, price: D}",
    "5f2kd": "{price: A}",
    "8d2kq": "{motive: A, price: A}",
}
NAMES = dict(zip(LEVELS, ("王建国", "赵小兰", "陈大文", "孙立", "周雨"), strict=True))


def repository(root: Path) -> Path:
    """Make the repository; its weeks are 2026-W46 and 2026-W47."""
    files: dict[str, str | bytes | None] = {
        "rules.yaml": PUBLISHED,
        "office.yaml": OFFICE + "milestones: {opening: 2026-11-21}\n",
        "customers/3c8mw/decisions/1.yaml": "at: 2026-11-13\nby: zhou-kai\nkind: override\nto: B\n"
        "until: 2026-11-30\nreason: 价格可以谈\n",
        "customers/8d2kq/deals/1.yaml": "at: 2026-11-13\nstage: subscribed\nunit: 3-1201\namount: 318\n",
    }
    for number, (customer, judged) in enumerate(LEVELS.items()):
        about = CUSTOMER.replace("2026-11-01", "2026-11-09").replace("王建国", NAMES[customer])
        files[f"customers/{customer}/customer.yaml"] = about.replace("100****0000", f"100****000{number}")
        files[f"customers/{customer}/visits/1.yaml"] = f"at: 2026-11-12\nchannel: visit\nby: li-na\njudged: {judged}\n"
    with dated("2026-11-14T10:00:00+08:00"):
        commit(root, files, "导入")
    return root
