"""The duties that change, in words: what becomes due earlier or later, is new, done or no longer asked; by cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.compare.change import OfficeChanged
from generator.compare.comparison import Comparison
from generator.compare.duty import DutyChanged, Reason, Turn
from generator.duties.duty import State
from generator.read.problem import Place
from generator.report.plan.telling import Telling
from generator.report.plan.view import Item, Section
from generator.report.rich import Rich, fill, strong
from generator.report.words import DUTIES
from generator.texts import Translator, _

Group = tuple[Turn, tuple[Reason, ...]]

MOST, _FOLDED = 40, 8
"""So many duties of a group are told one by one; more than ``_FOLDED`` are folded away."""

_TURNS = {
    Turn.EARLIER: _("due earlier"),
    Turn.LATER: _("due later"),
    Turn.HANDED: _("of somebody else"),
    Turn.ASKED: _("new duties"),
    Turn.DROPPED: _("no longer asked"),
    Turn.DONE: _("duties done"),
    Turn.REOPENED: _("open again"),
}
_REASONS = {
    Reason.RECORD: _("by records"),
    Reason.DECISION: _("by decisions"),
    Reason.GRADE: _("by another grade"),
    Reason.PEOPLE: _("by the people of the office"),
    Reason.MILESTONE: _("by milestones"),
    Reason.RULES: _("by rules"),
}


def duty_figures(changes: Sequence[DutyChanged]) -> list[tuple[str, int]]:
    """Return how many duties each turn takes, and how many are late at once; the names are to be translated."""
    counts = Counter(change.turn for change in changes)
    late = sum(_late_at_once(change) for change in changes)
    return [*((name, counts[turn]) for turn, name in _TURNS.items()), (_("late at once"), late)]


def _late_at_once(change: DutyChanged) -> bool:
    before = change.before
    return (
        change.after is not None
        and change.after.state is State.LATE
        and (before is None or before.state is not State.LATE)
    )


def duty_section(comparison: Comparison, changes: Sequence[DutyChanged], telling: Telling, most: int) -> Section | None:
    """Return the duties that change by what becomes of them and why, of each group at most so many one by one."""
    groups: dict[Group, list[DutyChanged]] = {}
    for change in changes:
        groups.setdefault((change.turn, change.reasons), []).append(change)
    order = list(Turn)
    items = tuple(
        _item(comparison, group, groups[group], telling, most)
        for group in sorted(groups, key=lambda group: (order.index(group[0]), group[1]))
    )
    return Section(telling.new.tr.gettext(_("Duties that change")), items) if items else None


def _item(comparison: Comparison, group: Group, changes: Sequence[DutyChanged], telling: Telling, most: int) -> Item:
    words, tr = telling.new.words, telling.new.tr
    turn, reasons = group
    kinds = Counter(change.duty for change in changes)
    figures = (fill("%(name)s %(n)d", name=words.word(DUTIES, kind), n=n) for kind, n in kinds.most_common())
    head = fill(
        tr.gettext(_("%(duties)s, %(reasons)s: %(figures)s")),
        duties=strong(_counted(turn, len(changes), tr)),
        reasons=words.listed(tr.gettext(_REASONS[reason]) for reason in reasons),
        figures=words.side_by_side(figures),
    )
    details = tuple(_details(changes, telling, most))
    fold = ""
    if len(details) > _FOLDED:
        customers = len({change.customer for change in changes})
        fold = tr.ngettext("%(n)d customer", "%(n)d customers", customers) % {"n": customers}
    return Item(head, details, _place(comparison, reasons, changes), fold=fold)


def _details(changes: Sequence[DutyChanged], telling: Telling, most: int) -> Iterator[Rich]:
    tr = telling.new.tr
    for change in changes[:most]:
        yield fill(
            tr.gettext(_("%(customer)s: %(said)s")),
            customer=telling.customer(change.customer),
            said=telling.said(change),
        )
    if most and len(changes) > most:
        yield fill(
            tr.gettext(_("and %(count)d further duties")),
            count=len(changes) - most,
        )


def _counted(turn: Turn, n: int, tr: Translator) -> str:
    """Return how many duties take a turn."""
    texts = {
        Turn.EARLIER: tr.ngettext("%(n)d duty becomes due earlier", "%(n)d duties become due earlier", n),
        Turn.LATER: tr.ngettext("%(n)d duty becomes due later", "%(n)d duties become due later", n),
        Turn.HANDED: tr.ngettext("%(n)d duty passes to somebody else", "%(n)d duties pass to somebody else", n),
        Turn.ASKED: tr.ngettext("%(n)d duty is new", "%(n)d duties are new", n),
        Turn.DROPPED: tr.ngettext("%(n)d duty is no longer asked", "%(n)d duties are no longer asked", n),
        Turn.DONE: tr.ngettext("%(n)d duty is done", "%(n)d duties are done", n),
        Turn.REOPENED: tr.ngettext("%(n)d duty is open again", "%(n)d duties are open again", n),
    }
    return texts[turn] % {"n": n}


def _place(comparison: Comparison, reasons: Sequence[Reason], changes: Sequence[DutyChanged]) -> Place | None:
    """Return where to look for the cause: the setting that changed, else the first record."""
    if Reason.RULES in reasons:
        asking = sorted(comparison.rules, key=lambda change: change.keys[0] != "follow_up")
        return asking[0].place if asking else None
    if {Reason.PEOPLE, Reason.MILESTONE} & set(reasons):
        return next((change.place for change in comparison.changes if isinstance(change, OfficeChanged)), None)
    return next((change.place for change in changes if change.place is not None), None)
