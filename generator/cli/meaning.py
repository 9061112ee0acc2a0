"""What a new record means: the customer's grade before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.cli.context import Context
from generator.grade.grading import Grading
from generator.grade.office import Ungradable, judge
from generator.model.rules import Method
from generator.model.snapshot import Snapshot, snapshot
from generator.read.tree import Tree
from generator.report.labels import Labels
from generator.report.words import Words
from generator.texts import Message, _

_SHOWN = 8
_UNGRADED = Message(_("ungraded"))


def meaning(context: Context, before: Tree, after: Tree, customer: str, today: date) -> Message | None:
    """Return the sentence on the customer's grade before and after.

    None where there is none to compare: a new or closed customer, rules with errors, or a grade that depends on all
    customers, of whom the trees hold only this one.
    """
    now = snapshot(after)
    old, new = _grading(snapshot(before), customer, today), _grading(now, customer, today)
    if old is None or new is None or now.rules is None:
        return None
    names: dict[str, object] = {"before": old.grade or _UNGRADED, "after": new.grade or _UNGRADED}
    if new.pending is not None:
        return Message(_("Grade %(after)s; a fall to %(to)s waits for approval."), {**names, "to": new.pending.to})
    if old.grade != new.grade:
        return Message(_("Grade: %(before)s → %(after)s"), names)
    if new.official.missing:
        words = Words(context.tr, today.year)
        missing = _listed(Labels(now.rules, words), words, new.official.scheme, new.official.missing)
        return Message(_("Grade %(after)s as before; not known yet: %(missing)s"), {**names, "missing": missing})
    return Message(_("Grade %(after)s as before"), names)


def _grading(office: Snapshot, customer: str, today: date) -> Grading | None:
    if office.rules is None or office.rules.schemes[office.rules.official].method is Method.SHARE:
        return None
    try:
        return judge(office, today).gradings.get(customer)
    except Ungradable:
        return None


def _listed(labels: Labels, words: Words, scheme: str, names: Sequence[str]) -> str:
    some = words.comma(labels.name(name, scheme) for name in names[:_SHOWN])
    return f"{some} …" if len(names) > _SHOWN else some
