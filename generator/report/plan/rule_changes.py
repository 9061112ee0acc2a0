"""Changes of rules.yaml in words, each with its reach: whose grade moves by it alone."""

from __future__ import annotations

from collections.abc import Sequence

from generator.compare.change import RuleChanged
from generator.compare.reach import Reach, RuleReach
from generator.report.frame import Frame
from generator.report.plan.view import Item
from generator.report.rich import Kind, Rich, fill, link, spans, strong
from generator.report.words import DUTIES, PHASES
from generator.texts import _

_TABLES = {
    "required": _("required"),
    "levels": _("rubric"),
    "grades": _("grades"),
    "measured": _("measured"),
    "when": _("when"),
    "unless": _("unless"),
    "applies_when": _("applies when"),
    "bands": _("bounds"),
    "points": _("points"),
    "label": _("label"),
    "role": _("role"),
    "valid_days": _("days that an answer holds"),
    "after_days": _("days in the grade"),
    "downgrade": _("falls"),
    "approval": _("approvals"),
    "movement": _("movement"),
    "follow_up": _("follow-up"),
    "protection": _("protection"),
    "commission": _("commission"),
    "playbook": _("playbook"),
    "examples": _("examples"),
    "facts": _("figures"),
    "attributes": _("further figures"),
    "version": _("version"),
    "official": _("official scheme"),
    "method": _("method"),
    "from": _("from"),
    "to": _("to"),
    "every_days": _("days from one contact to the next"),
    "per_week": _("follow-ups a week"),
    "same_day_after": _("asks for a call on the same day"),
    "escalate": _("who hears of delays"),
    "refresh_days": _("days from one record to the next"),
    "first_screening_days": _("days for the first screening"),
    **{kind: DUTIES[kind] for kind in ("next_step", "daily_report", "weekly_review", "quarterly_review")},
    **PHASES,
}
_SHOWN = 120
_INDICATOR = 4  # schemes, NAME, indicators, NAME


def rule_item(frame: Frame, found: RuleReach) -> Item:
    """Return a change of the rules: what, from what to what, and its reach."""
    change = found.change
    place = change.place
    file = () if place is None else (link(f"{place.path}:{place.line}", Kind.FILE, place.path, place.line),)
    head = fill(
        frame.tr.gettext(_("%(rule)s %(change)s: %(reach)s")),
        rule=(strong(_name(frame, change.keys)),),
        change=_change(frame, change),
        reach=reach_words(frame, found.reach),
    )
    return Item(head, (file,) if file else (), place)


def _name(frame: Frame, keys: Sequence[str]) -> str:
    """Return the way to a value in the words of the office: 客户意向等级 · 价格 · B."""
    names: list[str] = []
    rest = list(keys)
    if rest[0] == "schemes" and len(rest) > 1:
        names.append(frame.labels.scheme(rest[1]))
        rest = rest[2:]
        if len(rest) > 1 and rest[0] == "indicators":
            names.append(frame.labels.name(rest[1], keys[1]))
            rest = rest[2:]
    return " · ".join([*names, *(_word(frame, key) for key in rest)])


def _word(frame: Frame, key: str) -> str:
    if key in _TABLES:
        return frame.tr.gettext(_TABLES[key])
    fall = frame.labels.downgrade(key)
    return fall if fall != key else frame.labels.name(key)


def _change(frame: Frame, change: RuleChanged) -> Rich:
    tr = frame.tr
    if change.before is None:
        return spans(tr.gettext(_("added"))) if change.after is None else _filled(frame, _("new: %(after)s"), change)
    if change.after is None:
        return _filled(frame, _("no longer: %(before)s"), change)
    if change.keys[-1] == "required":
        return _list_change(frame, change)
    if change.keys[-2:-1] in (("levels",), ("grades",)):
        return _filled(frame, _("reworded: “%(before)s” → “%(after)s”"), change)
    return _filled(frame, _("%(before)s → %(after)s"), change)


def _list_change(frame: Frame, change: RuleChanged) -> Rich:
    """Return which names a list has now, and which no longer."""
    was, now = (
        [name.strip() for name in (side or "").strip("[]").split(",")] for side in (change.before, change.after)
    )
    scheme = change.keys[1] if len(change.keys) > 1 else None
    parts = []
    for msgid, names in (
        (_("now has %(names)s"), [name for name in now if name not in was]),
        (_("no longer has %(names)s"), [name for name in was if name not in now]),
    ):
        if names:
            listed = frame.words.listed(frame.labels.name(name, scheme) for name in names)
            parts.append(fill(frame.tr.gettext(msgid), names=listed))
    return frame.words.side_by_side(parts) if parts else spans(frame.tr.gettext(_("in another order")))


def _filled(frame: Frame, msgid: str, change: RuleChanged) -> Rich:
    return fill(frame.tr.gettext(msgid), before=_cut(change.before), after=_cut(change.after))


def _cut(text: str | None) -> str:
    text = text or ""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def reach_words(frame: Frame, reach: Reach | None) -> Rich:
    """Return whose grade moves by a change alone."""
    tr = frame.tr
    if reach is None:
        return spans(tr.gettext(_("its reach was not tried")))
    if reach.moves is None:
        return spans(tr.gettext(_("only together with other changes")))
    if not reach.moves:
        return spans(tr.gettext(_("no grade changes")))
    rank = frame.ladder.rank
    parts = []
    for (before, after), number in sorted(
        reach.moves.items(), key=lambda pair: (pair[0][1] is not None, rank(pair[0][0]), rank(pair[0][1]))
    ):
        if after is None:
            continue
        pair = {"before": frame.sentences.grade(before), "after": frame.sentences.grade(after)}
        parts.append(fill(tr.gettext(_("%(count)d × %(before)s → %(after)s")), count=number, **pair))
    lost = sum(number for (_before, after), number in reach.moves.items() if after is None)
    if lost:
        parts.insert(0, fill(tr.gettext(_("%(count)d become ungraded")), count=lost))
    return frame.words.side_by_side(parts)
