"""What a new record means: the customer's grade before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from generator.grade.grading import Event, Grading, Turn
from generator.grade.office import Ungradable, judge
from generator.model.rules import Method
from generator.model.snapshot import Snapshot
from generator.report.labels import Labels
from generator.report.ladder import ladder
from generator.report.words import Words
from generator.texts import Message, Translator, _
from generator.values import replace

_SHOWN = 8
_UNGRADED = Message(_("ungraded"))


def meaning(before: Snapshot, after: Snapshot, customer: str, today: date, tr: Translator) -> Message | None:
    """Return the sentence on the customer's grade before and after.

    None where there is none to compare: a new or closed customer, rules with errors, or a grade by share, which depends
    on all customers.
    """
    old, new = _grading(before, customer, today), _grading(after, customer, today)
    if old is None or new is None or after.rules is None:
        return None
    steps = ladder(after.rules.schemes[after.rules.official].grades, tr)
    names: dict[str, object] = {
        "before": steps.chip(old.grade).text if old.grade else _UNGRADED,
        "after": steps.chip(new.grade).text if new.grade else _UNGRADED,
    }
    for entry in new.history:
        if isinstance(entry, Turn) and entry.event is Event.REFUSED and entry not in old.history:
            to = {"to": steps.chip(entry.to).text}
            return Message(
                _("the approval of a fall to %(to)s does not count: no follow-up record, or nothing was waiting"), to
            )
    if new.pending is not None:
        to = {"to": steps.chip(new.pending.to).text}
        return Message(_("Grade %(after)s; a fall to %(to)s waits for approval."), {**names, **to})
    if old.grade != new.grade:
        return Message(_("Grade: %(before)s → %(after)s"), names)
    if new.official.missing:
        words = Words(tr, today.year)
        missing = _listed(Labels(after.rules, words), words, new.official.scheme, new.official.missing)
        return Message(_("Grade %(after)s as before; not known yet: %(missing)s"), {**names, "missing": missing})
    return Message(_("Grade %(after)s as before"), names)


def _grading(office: Snapshot, customer: str, today: date) -> Grading | None:
    alone = {name: dossier for name, dossier in office.dossiers.items() if name == customer}
    if office.rules is None or office.rules.schemes[office.rules.official].method is Method.SHARE:
        return None
    try:
        return judge(replace(office, dossiers=alone), today).gradings.get(customer)
    except Ungradable:
        return None


def _listed(labels: Labels, words: Words, scheme: str, names: Sequence[str]) -> str:
    some = words.comma(labels.name(name, scheme) for name in names[:_SHOWN])
    return f"{some} …" if len(names) > _SHOWN else some
