"""What the rules ask of the consultants, in words: follow-ups by grade (F1–F11), protection (P2, P3)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.rules import Cadence, GradeFollowUp
from generator.report.frame import Frame
from generator.report.rich import Chip
from generator.report.words import CHANNELS, ROLES
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class DutyGuide:
    """What a grade asks of the consultant, and who hears of delays."""

    chip: Chip
    duties: tuple[str, ...]
    escalation: tuple[str, ...]


def _cadence(frame: Frame, cadence: Cadence) -> Iterator[str]:
    tr = frame.tr
    if cadence.per_week is not None:
        template = tr.ngettext("%(n)d follow-up a week", "%(n)d follow-ups a week", cadence.per_week)
        yield template % {"n": cadence.per_week}
    if cadence.every_days is not None:
        template = tr.ngettext("a follow-up every day", "a follow-up every %(n)d days", cadence.every_days)
        yield template % {"n": cadence.every_days}


def duty_guide(frame: Frame, grade: str, duty: GradeFollowUp) -> DutyGuide:
    """Return what a grade asks for."""
    tr = frame.tr
    duties = [*_cadence(frame, duty)]
    for phase, cadence in (
        (tr.gettext("before the opening"), duty.before_opening),
        (tr.gettext("after the opening"), duty.after_opening),
    ):
        if cadence is not None:
            duties += [
                tr.gettext("%(phase)s: %(duty)s") % {"phase": phase, "duty": one} for one in _cadence(frame, cadence)
            ]
    if duty.pool:
        duties.append(tr.gettext("collected by the manager and given to another consultant"))
    escalation = []
    for days, role in sorted(duty.escalate.items()):
        template = tr.ngettext(
            "%(n)d day late: the %(role)s hears of it", "%(n)d days late: the %(role)s hears of it", days
        )
        escalation.append(template % {"n": days, "role": frame.words.word(ROLES, role.value)})
    return DutyGuide(frame.ladder.chip(grade), tuple(duties), tuple(escalation))


def common_duties(frame: Frame) -> Iterator[str]:
    """Yield what is asked for whatever the grade."""
    tr, rules = frame.tr, frame.rules.follow_up
    if rules.same_day_after:
        channels = frame.words.comma(frame.words.word(CHANNELS, channel.value) for channel in rules.same_day_after)
        yield tr.gettext("A follow-up or message on the same day after each: %(channels)s.") % {"channels": channels}
    if rules.daily_report:
        grades = frame.words.comma(frame.ladder.chip(grade).text for grade in rules.daily_report)
        yield tr.gettext("Reported at the daily evening meeting: %(grades)s.") % {"grades": grades}
    if rules.first_screening_days is not None:
        template = tr.ngettext(
            "First screening of all customers within %(n)d day of the show flat's opening.",
            "First screening of all customers within %(n)d days of the show flat's opening.",
            rules.first_screening_days,
        )
        yield template % {"n": rules.first_screening_days}
    if rules.refresh_days is not None:
        template = tr.ngettext(
            "Information is refreshed every day.",
            "Information is refreshed at least every %(n)d days.",
            rules.refresh_days,
        )
        yield template % {"n": rules.refresh_days}
    if rules.weekly_review:
        grades = frame.words.comma(frame.ladder.chip(grade).text for grade in rules.weekly_review)
        yield tr.gettext("Reviewed in every week, by the leader with the consultant: %(grades)s.") % {"grades": grades}
    if rules.quarterly_review:
        yield tr.gettext("All customers are reviewed in every quarter.")
    if rules.next_step:
        grades = frame.words.comma(frame.ladder.chip(grade).text for grade in rules.next_step)
        yield tr.gettext("Every contact ends with a planned next step: %(grades)s.") % {"grades": grades}


def protection_rules(frame: Frame) -> tuple[str, ...]:
    """Return when protection ends."""
    tr, rules = frame.tr, frame.rules.protection
    told = [
        tr.gettext("First follow-up within %(n)d days of the first visit.") % {"n": rules.first_follow_up_days},
        tr.gettext("Without a first follow-up, protection ends after %(n)d days.")
        % {"n": rules.lapse_without_first_days},
        tr.gettext("Without a new talk, protection ends after %(n)d days.") % {"n": rules.lapse_idle_days},
    ]
    if rules.cool_down_days:
        template = tr.ngettext(
            "The previous consultant can't have the customer back on the first day in the pool.",
            "The previous consultant can't have the customer back in the first %(n)d days in the pool.",
            rules.cool_down_days,
        )
        told.append(template % {"n": rules.cool_down_days})
    return tuple(told)
