"""Commission shares as people read them: by consultant, with the record behind each figure (P8)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from generator.assignment.shares import Share, Step
from generator.model.office import Office
from generator.model.rules import Commission
from generator.report.plan.markdown import escaped
from generator.texts import Translator, _
from generator.values import dataclass

STEPS = {
    Step.GATHERED: _("customer gathered"),
    Step.CONTRACTED: _("contract and first payment"),
    Step.MORTGAGED: _("mortgage papers done"),
    Step.PAID_OUT: _("loan paid out"),
}
HEADER = (_("customer"), _("unit"), _("step"), _("day"), _("amount"), _("percent"), _("share"), _("record"))
NUMBERS = frozenset({4, 5, 6})
"""The columns of ``HEADER`` that hold figures."""


@dataclass(frozen=True, slots=True)
class Account:
    """All shares of one person (None: of nobody), and their sums: what counts, and what waits."""

    person: str | None
    name: str
    shares: tuple[Share, ...]

    @property
    def earned(self) -> Decimal:
        """What counts by now, in the office's money unit."""
        return sum((share.value for share in self.shares if not share.waiting), Decimal(0))

    @property
    def waiting(self) -> Decimal:
        """What a leaver gets once the loans are paid out."""
        return sum((share.value for share in self.shares if share.waiting), Decimal(0))


def accounts(shares: Iterable[Share], office: Office, tr: Translator) -> tuple[Account, ...]:
    """Return the shares by person, in the order of office.yaml; those of nobody last."""
    by_person: dict[str | None, list[Share]] = defaultdict(list)
    for share in shares:
        by_person[share.person].append(share)
    known = [person for person in office.people if person in by_person]
    others = sorted(person for person in by_person if person is not None and person not in office.people)
    nobody = [None] if None in by_person else []
    return tuple(
        Account(person, _name(person, office, tr), tuple(by_person[person])) for person in (*known, *others, *nobody)
    )


def _name(person: str | None, office: Office, tr: Translator) -> str:
    if person is None:
        return tr.gettext(_("nobody: without an owner on that day"))
    found = office.people.get(person)
    return found.name if found is not None else person


def plain(figure: Decimal) -> str:
    """Return a figure in plain digits without needless zeros."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rows(account: Account, tr: Translator) -> Iterator[tuple[str, ...]]:
    """Yield the shares of an account under ``HEADER``."""
    for share in account.shares:
        step = tr.gettext(STEPS[share.step])
        if share.waiting:
            step = tr.gettext(_("%(step)s (waits until the loan is paid out)")) % {"step": step}
        yield (
            share.customer,
            share.unit or "",
            step,
            share.on.isoformat(),
            plain(share.amount),
            f"{plain(share.percent)}%",
            plain(share.value),
            f"{share.evidence.path}:{share.evidence.line}",
        )


def total(account: Account, money: str, tr: Translator) -> str:
    """Return the sentence on an account's sums."""
    params = {"name": account.name, "earned": plain(account.earned), "money": money, "waiting": plain(account.waiting)}
    if account.waiting:
        return tr.gettext(_("%(name)s: %(earned)s %(money)s, and %(waiting)s %(money)s waiting")) % params
    return tr.gettext(_("%(name)s: %(earned)s %(money)s")) % params


def data(found: Sequence[Account], as_of: date, money: str) -> dict[str, object]:
    """Return the accounts for programs; figures as numbers, nobody as null."""
    return {
        "as_of": as_of.isoformat(),
        "money": money,
        "consultants": [
            {
                "consultant": account.person,
                "earned": float(account.earned),
                "waiting": float(account.waiting),
                "shares": [_share(share) for share in account.shares],
            }
            for account in found
        ],
    }


def _share(share: Share) -> dict[str, object]:
    return {
        "customer": share.customer,
        "unit": share.unit,
        "step": share.step.value,
        "on": share.on.isoformat(),
        "amount": float(share.amount),
        "percent": float(share.percent),
        "share": float(share.value),
        "waiting": share.waiting,
        "record": share.evidence.path,
        "line": share.evidence.line,
    }


def sheet(found: Sequence[Account], tr: Translator) -> list[list[str]]:
    """Return all shares as rows of one table with a header, the consultant's id and name first."""
    head = [tr.gettext(word) for word in (_("consultant"), _("name"), *HEADER, _("waiting"))]
    waits = {True: tr.gettext(_("yes")), False: ""}
    body = [
        [account.person or "", account.name, *row[:2], tr.gettext(STEPS[share.step]), *row[3:], waits[share.waiting]]
        for account in found
        for share, row in zip(account.shares, rows(account, tr), strict=True)
    ]
    return [head, *body]


def markdown(found: Sequence[Account], as_of: date, money: str, tr: Translator) -> str:
    """Return the accounts as Markdown: a table for each person; every value stays plain text."""
    lines = [f"## {tr.gettext(_('Commission shares as of %(day)s')) % {'day': as_of.isoformat()}}"]
    head = [tr.gettext(word) for word in HEADER]
    rule = ["--:" if column in NUMBERS else "---" for column in range(len(head))]
    for account in found:
        lines += ["", f"### {escaped(total(account, money, tr))}", "", _row(head), _row(rule)]
        lines += [_row([escaped(cell) for cell in row]) for row in rows(account, tr)]
    if not found:
        lines += ["", tr.gettext(_("No deal has been made."))]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def commission_rules(rules: Commission, tr: Translator) -> tuple[str, ...]:
    """Return the office's shares in words, for the handbook."""
    steps = [
        tr.gettext(_("%(step)s: %(share)s%% so far"))
        % {"step": tr.gettext(name), "share": plain(Decimal(repr(getattr(rules, step.value))))}
        for step, name in STEPS.items()
    ]
    text = tr.gettext(_("Who leaves before the contract gets %(share)s%% of the deal, once the loan is paid out."))
    return (*steps, text % {"share": plain(Decimal(repr(rules.of_leaver)))})
