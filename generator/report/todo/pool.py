"""The customers without an owner, and why their protection ended (P2, P3, F10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator.assignment.clock import Cause
from generator.assignment.protection import Reason, State
from generator.report.frame import Frame
from generator.report.rich import Chip, Span
from generator.texts import _

_REASONS: Mapping[Cause, str] = {
    Cause.NO_FOLLOW_UP: _("No first follow-up after the visit of %(since)s; days allowed: %(days)d."),
    Cause.SILENCE: _("No talk since %(since)s; days allowed: %(days)d."),
    Cause.RELEASE: _("Released on %(on)s."),
    Cause.GRADE: _("Fell to grade %(grade)s on %(since)s, which is collected."),
}


@dataclass(frozen=True, slots=True)
class Pooled:
    """One customer of the pool: since when, why, and who had them last (None: nobody)."""

    customer: str
    name: Span
    chip: Chip
    since: date
    why: str
    previous: str | None


def pooled(frame: Frame, consultant: str | None = None) -> tuple[Pooled, ...]:
    """Return the pool, who came last first; with ``consultant`` those whom this person had last."""
    found = [one for one in _pooled(frame) if consultant is None or one.previous == consultant]
    return tuple(sorted(found, key=lambda one: (-one.since.toordinal(), one.customer)))


def _pooled(frame: Frame) -> Iterator[Pooled]:
    for customer, found in frame.work.protections.items():
        if found.state is State.POOL and found.since is not None:
            yield Pooled(
                customer=customer,
                name=frame.customer(customer),
                chip=frame.ladder.chip(frame.everyone[customer].grade),
                since=found.since,
                why=" ".join(reason_words(frame, reason) for reason in found.reasons),
                previous=found.previous,
            )


def reason_words(frame: Frame, reason: Reason) -> str:
    """Return why protection ended, and by which line of the rules."""
    ending = reason.ending
    params = {
        "since": ending.since.isoformat(),
        "on": ending.on.isoformat(),
        "days": ending.days or 0,
        "grade": ending.grade or "",
    }
    told = frame.tr.gettext(_REASONS[ending.cause]) % params
    if reason.rule is None:
        return told
    return f"{told} ({reason.rule.path}:{reason.rule.line})"
