"""A grading in words: one sentence for each thing that happened to a grade, for pages and terminal alike.

Every function returns Rich: the pages set it, ``plain`` makes it a line of the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.grade.grading import Cap, Cause, Event, Indicator, Lift, Move, NextFall, Override, Pending, Shift, Turn
from generator.report.labels import Labels
from generator.report.ladder import Ladder
from generator.report.rich import Part, Rich, Span, Tone, fill, spans, strong
from generator.texts import Translator, _
from generator.values import dataclass

_CAUSES = {
    Cause.FIRST: _("first grade"),
    Cause.EVIDENCE: _("new records"),
    Cause.TIME: _("by the calendar"),
    Cause.DOWNGRADE: _("rule “%(rules)s”"),
    Cause.LIFTED: _("new records lift the fall"),
    Cause.APPROVED: _("fall approved"),
    Cause.OVERRIDE: _("set by hand"),
    Cause.OVERRIDE_END: _("the grade set by hand has ended"),
}
_EVENTS = {
    Event.WAITING: _("the fall to %(to)s waits for approval"),
    Event.CANCELLED: _("the fall to %(to)s is off: the records say better"),
    Event.REFUSED: _("the approval of a fall to %(to)s does not count: no follow-up record, or nothing was waiting"),
    Event.RENEWED: _("new records of this day keep the grade; the period starts anew"),
}


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences about one customer's official grade, in the reader's language."""

    labels: Labels
    ladder: Ladder

    @property
    def tr(self) -> Translator:
        """The texts in the reader's language."""
        return self.labels.words.tr

    def grade(self, grade: str | None) -> Rich:
        """Return a grade: its letters, for pages in their colour."""
        chip = self.ladder.chip(grade)
        return spans(chip) if grade is not None else (Span(chip.name, chip=chip),)

    def names(self, names: Sequence[str]) -> Rich:
        """Return the labels of indicators or facts as a list: 价格和资金."""
        return self.labels.words.listed(strong(self.labels.name(name, self.scheme)) for name in names)

    @property
    def scheme(self) -> str:
        """The scheme whose grade counts."""
        return self.labels.rules.official

    def cause(self, move: Move) -> Rich:
        """Return why the grade moved, with the rules and indicators behind it: 新记录：价格 C→B."""
        rules = self.labels.words.listed(self.labels.downgrade(rule) for rule in move.rules)
        said = fill(self.tr.gettext(_CAUSES[move.cause]), rules=rules)
        if not move.shifts:
            return said
        shifts = self.labels.words.listed(self.shift(shift) for shift in move.shifts)
        return fill(self.tr.gettext(_("%(cause)s: %(details)s")), cause=said, details=shifts)

    def shift(self, shift: Shift) -> Rich:
        """Return one indicator that changed: 价格 C→B; where nothing was known before, 价格 B."""
        name, after = self.labels.name(shift.name, self.scheme), self._said(shift.name, shift.after)
        if shift.before is None:
            return fill("%(name)s %(after)s", name=name, after=after)
        return fill(
            "%(name)s %(before)s→%(after)s", name=name, before=self._said(shift.name, shift.before), after=after
        )

    def _said(self, name: str, level: str | None) -> str:
        """Return a level within a sentence: a letter, yes or no; words of the rubric in quotes."""
        if level is None:
            return self.tr.gettext(_("unknown"))
        answer = self.labels.answer(name, level)
        rubric = self.labels.rubric(self.labels.rules.schemes[self.scheme], name, level)
        return self.tr.gettext(_("“%(note)s”")) % {"note": answer} if answer == rubric else answer

    def move(self, move: Move) -> Rich:
        """Return a move: C → B（新记录：价格 C→B）; a first grade stands alone."""
        if move.cause is Cause.FIRST and move.before is None:
            change = self.grade(move.after)
        else:
            change = fill("%(before)s → %(after)s", before=self.grade(move.before), after=self.grade(move.after))
        return fill(self.tr.gettext(_("%(change)s (%(cause)s)")), change=change, cause=self.cause(move))

    def turn(self, turn: Turn) -> Rich:
        """Return an event that left the grade as it was."""
        said = fill(self.tr.gettext(_EVENTS[turn.event]), to=self.grade(turn.to))
        if not turn.rules:
            return said
        rules = self.labels.words.listed(self.labels.downgrade(rule) for rule in turn.rules)
        return fill(self.tr.gettext(_("%(cause)s: %(details)s")), cause=said, details=rules)

    def entry(self, entry: Move | Turn) -> Rich:
        """Return one line of the history."""
        return self.move(entry) if isinstance(entry, Move) else self.turn(entry)

    def lift(self, lift: Lift) -> Rich:
        """Return what would raise the grade: 升到 A 需要：价格和资金都到 A，或……"""
        sets = self.labels.words.any_of(self.names(names) for names in lift.sets)
        return fill(
            self.tr.gettext(_("For %(to)s, better answers are needed on: %(sets)s.")), to=self.grade(lift.to), sets=sets
        )

    def missing(self, names: Sequence[str]) -> Rich:
        """Return which answers are missing."""
        return fill(self.tr.gettext(_("Missing answers: %(names)s.")), names=self.names(names))

    def pending(self, pending: Pending) -> Rich:
        """Return that a fall waits, and since when."""
        text = self.tr.gettext(_("The fall to %(to)s has been waiting for approval since %(since)s."))
        return fill(text, to=self.grade(pending.to), since=self.labels.words.day(pending.since))

    def cap(self, cap: Cap, computed: str | None) -> Rich:
        """Return the rule that holds the grade down, and what lifts it."""
        text = self.tr.gettext(
            _("Held at %(to)s since %(since)s by the rule “%(rules)s”; a new judgement brings back %(computed)s.")
        )
        rules = self.labels.words.listed(self.labels.downgrade(rule) for rule in cap.rules)
        since = self.labels.words.day(cap.since)
        return fill(text, to=self.grade(cap.to), since=since, rules=rules, computed=self.grade(computed))

    def override(self, override: Override, by: Part, reason: str) -> Rich:
        """Return who set the grade, until when and why; ``by`` is the person's name, ``reason`` as pages show it."""
        text = self.tr.gettext(_("%(by)s set the grade %(to)s on %(at)s, until %(until)s: “%(reason)s”"))
        words = self.labels.words
        return fill(
            text,
            by=by,
            to=self.grade(override.to),
            at=words.day(override.at),
            until=words.day(override.until),
            reason=reason,
        )

    def next_fall(self, fall: NextFall) -> Rich:
        """Return the fall that comes if nothing new is recorded."""
        text = self.tr.gettext(_("Falls to %(to)s on %(on)s if nothing new is recorded (rule “%(rule)s”)."))
        rule = self.labels.downgrade(fall.rule)
        return fill(text, to=self.grade(fall.to), on=self.labels.words.day(fall.on), rule=rule)

    def indicator(self, indicator: Indicator) -> Rich:
        """Return where the customer stands on an indicator: 价格 C：对价格有抗性……"""
        name = strong(self.labels.name(indicator.name, self.scheme))
        if indicator.level is None:
            state = _("%(name)s: the last answer has expired") if indicator.expired else _("%(name)s: unknown")
            return fill(self.tr.gettext(state), name=name)
        rubric = self.labels.rubric(self.labels.rules.schemes[self.scheme], indicator.name, indicator.level)
        answer = self.labels.answer(indicator.name, indicator.level)
        if not rubric:
            return fill("%(name)s %(level)s", name=name, level=Span(answer, Tone.STRONG))
        if rubric == answer:
            return fill(self.tr.gettext(_("%(cause)s: %(details)s")), cause=name, details=rubric)
        text = self.tr.gettext(_("%(name)s %(level)s: %(meaning)s"))
        return fill(text, name=name, level=Span(answer, Tone.STRONG), meaning=rubric)
