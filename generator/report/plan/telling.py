"""Every kind of change as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import singledispatchmethod

from generator.compare import change as kinds
from generator.compare.change import Change, Field, RecordKind
from generator.compare.comparison import Comparison
from generator.compare.duty import DutyChanged
from generator.grade.grading import Override, Pending, Shift
from generator.model.record import Decision, Visit
from generator.read.problem import Place
from generator.report.causes import dotted
from generator.report.frame import Frame
from generator.report.person import private
from generator.report.plan.duty_words import duty_said
from generator.report.rich import Kind, Rich, fill, link, plain, spans, strong
from generator.report.words import CHANNELS, CLOSE_REASONS, DECISIONS, STAGES
from generator.texts import _
from generator.values import dataclass

PRIVATE = frozenset({"name", "phone", "phone_key", "phone_sealed"})
"""Fields whose values are personal data: that they changed is said, not what they are (L1)."""

_KINDS = {
    RecordKind.CUSTOMER: _("customer.yaml"),
    RecordKind.VISIT: _("contact"),
    RecordKind.DECISION: _("decision"),
    RecordKind.DEAL: _("deal"),
}
_WORDS: Mapping[RecordKind, dict[str, str]] = {
    RecordKind.CUSTOMER: {},
    RecordKind.VISIT: CHANNELS,
    RecordKind.DECISION: DECISIONS,
    RecordKind.DEAL: STAGES,
}
_FIELDS = {
    "at": _("date"),
    "by": _("person"),
    "channel": _("channel"),
    "note": _("note"),
    "reason": _("reason"),
    "kind": _("decision"),
    "to": _("target"),
    "until": _("last day"),
    "stage": _("stage"),
    "unit": _("unit"),
    "units": _("units"),
    "amount": _("amount"),
    "name": _("name"),
    "phone_key": _("phone key"),
    "phone_sealed": _("sealed phone number"),
    "registered": _("day of registration"),
    "referrer": _("referrer"),
}
_MOST, _SHOWN = 3, 80
_SHORT, _AROUND = 24, 10


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells changes in the reader's language; ``old`` and ``new`` are the frames of both sides."""

    comparison: Comparison
    old: Frame
    new: Frame

    def frame(self, customer: str) -> Frame:
        """Return the frame that knows a customer: the new one, else the old one."""
        return self.new if customer in self.new.snapshot.dossiers else self.old

    def customer(self, customer: str) -> Rich:
        """Return a customer's name and id."""
        return (strong(f"{self.frame(customer).name(customer)} {customer}".strip()),)

    def source(self, change: Change) -> Rich:
        """Return file and line, and the commits behind them: who, what for."""
        place = self.place(change)
        if place is None:
            return ()
        file = (link(f"{place.path}:{place.line}", Kind.FILE, place.path, place.line),)
        return dotted(file, self.commits(change))

    def place(self, change: Change) -> Place | None:
        """Return the place of a change; of a new record the line that changed an indicator."""
        if isinstance(change, kinds.RecordAdded) and change.new is not None:
            for other in self.comparison.of(change.customer):
                if isinstance(other, kinds.IndicatorChanged) and other.new and other.new.path == change.new.path:
                    return other.new
        return change.place

    def commits(self, change: Change, *, why: bool = True) -> Rich:
        """Return who committed a change, and ``why``; the newest commits first."""
        tr, commits, names = self.new.tr, self.comparison.commits(change), self._names(change.customer)
        template = _("%(author)s %(commit)s “%(subject)s”") if why else "%(author)s %(commit)s"
        parts = [
            fill(
                tr.gettext(template),
                author=private(commit.author, {}),
                commit=link(commit.oid[:8], Kind.COMMIT, commit.oid),
                subject=private(commit.subject, names),
            )
            for commit in commits[:_MOST]
        ]
        if set(change.paths) & self.comparison.origins.uncommitted:
            parts.insert(0, spans(tr.gettext(_("not committed yet"))))
        if len(commits) > _MOST:
            parts.append(fill(tr.gettext(_("%(count)d earlier commits")), count=len(commits) - _MOST))
        return self.new.words.side_by_side(parts)

    @singledispatchmethod
    def said(self, change: Change) -> Rich:
        """Return a change as one sentence, without customer and place."""
        raise TypeError(change)

    @said.register
    def _added(self, _change: kinds.CustomerAdded) -> Rich:
        return self._text(_("new on file"))

    @said.register
    def _removed(self, _change: kinds.CustomerRemoved) -> Rich:
        return self._text(_("taken off the files"))

    @said.register
    def _transferred(self, change: kinds.CustomerTransferred) -> Rich:
        return self._filled(
            _("consultant %(before)s → %(after)s"),
            before=self.old.person_name(change.before),
            after=self.new.person_name(change.after),
        )

    @said.register
    def _closed(self, change: kinds.CustomerClosed) -> Rich:
        reason = self.new.words.word(CLOSE_REASONS, change.reason)
        return self._filled(_("closed on %(day)s: %(reason)s"), day=self.new.words.day(change.on), reason=reason)

    @said.register
    def _reopened(self, _change: kinds.CustomerReopened) -> Rich:
        return self._text(_("worked on again"))

    @said.register
    def _record_added(self, change: kinds.RecordAdded) -> Rich:
        return self._quoted(self._filled(_("new: %(record)s"), record=self._record(change)), self.new, change.new)

    @said.register
    def _record_deleted(self, change: kinds.RecordDeleted) -> Rich:
        return self._filled(_("deleted: %(record)s"), record=self._record(change))

    @said.register
    def _record_renamed(self, change: kinds.RecordRenamed) -> Rich:
        return self._filled(_("%(record)s: only the file's name changed"), record=self._record(change))

    @said.register
    def _record_broken(self, change: kinds.RecordBroken) -> Rich:
        return self._filled(_("%(record)s: the file has errors and does not count"), record=self._record(change))

    @said.register
    def _record_mended(self, change: kinds.RecordMended) -> Rich:
        return self._filled(_("%(record)s: the file is mended and counts"), record=self._record(change))

    @said.register
    def _record_edited(self, change: kinds.RecordEdited) -> Rich:
        names = self._names(change.customer)
        fields = self.new.words.side_by_side(self._field(field, names) for field in change.fields)
        return self._filled(_("edited: %(record)s: %(fields)s"), record=self._record(change), fields=fields)

    @said.register
    def _indicator(self, change: kinds.IndicatorChanged) -> Rich:
        return self.new.sentences.shift(Shift(change.indicator, change.before, change.after))

    @said.register
    def _deal(self, change: kinds.DealMoved) -> Rich:
        before, after = self._stage(change.before), self._stage(change.after)
        if change.unit:
            return self._filled(
                _("unit %(unit)s: %(before)s → %(after)s"), unit=change.unit, before=before, after=after
            )
        return self._filled(_("deal: %(before)s → %(after)s"), before=before, after=after)

    @said.register
    def _pending(self, change: kinds.PendingChanged) -> Rich:
        return self._two(
            change.before, change.after, self.new.sentences.pending, _("no fall waits for approval any more")
        )

    @said.register
    def _override(self, change: kinds.OverrideChanged) -> Rich:
        def told(override: Override) -> Rich:
            reason = private(override.reason, self._names(change.customer))
            return self.new.sentences.override(override, self.new.person_name(override.by), reason)

        return self._two(change.before, change.after, told, _("the grade is no longer set by hand"))

    @said.register
    def _office(self, change: kinds.OfficeChanged) -> Rich:
        return self._filled(
            _("%(key)s: %(before)s → %(after)s"),
            key=".".join(change.keys),
            before=change.before or "–",
            after=change.after or "–",
        )

    @said.register
    def _duty(self, change: DutyChanged) -> Rich:
        return duty_said(self.old, self.new, change)

    def _two(
        self,
        _before: Pending | Override | None,
        after: Pending | Override | None,
        told: Callable[..., Rich],
        ended: str,
    ) -> Rich:
        return self._text(ended) if after is None else told(after)

    def _stage(self, stage: str | None) -> str:
        return self.new.tr.gettext(_("none")) if stage is None else self.new.words.word(STAGES, stage)

    def _record(self, change: kinds.OfRecord) -> Rich:
        """Return what a record is: 到访 11月12日."""
        kind = self.new.tr.gettext(_KINDS[change.record])
        what = self.new.words.word(_WORDS[change.record], change.what) if change.what else kind
        if change.record in {RecordKind.DECISION, RecordKind.DEAL}:
            what = plain(self._filled(_("%(kind)s “%(what)s”"), kind=kind, what=what))
        day = "" if change.at is None else self.new.words.day(change.at)
        return spans(f"{what} {day}".strip())

    def _quoted(self, said: Rich, frame: Frame, place: Place | None) -> Rich:
        """Return a sentence with the note or reason that the new record gives."""
        if place is None:
            return said
        record = self._record_at(frame, place.path)
        text = record.note if isinstance(record, Visit) else record.reason if isinstance(record, Decision) else None
        if not text:
            return said
        return fill(frame.tr.gettext("%(first)s: “%(note)s”"), first=said, note=frame.told(place.path, text))

    @staticmethod
    def _record_at(frame: Frame, path: str) -> object:
        visit = frame.visit(path)
        if visit is not None:
            return visit.record
        parts = path.split("/")
        dossier = frame.snapshot.dossiers.get(parts[-3] if len(parts) > 2 else "")
        found = dossier.decisions if dossier is not None else ()
        return next((filed.record for filed in found if filed.path == path), None)

    def _field(self, field: Field, names: Mapping[str, str]) -> Rich:
        name = self._field_name(field.key)
        if field.key in PRIVATE:
            return spans(name)
        before, after = apart(*(self._value(field.key, value, names) for value in (field.before, field.after)))
        return fill("%(name)s %(before)s → %(after)s", name=name, before=before, after=after)

    def _field_name(self, key: str) -> str:
        if key.startswith("judged."):
            return self.new.labels.name(key.removeprefix("judged."), self.new.rules.official)
        return self.new.tr.gettext(_FIELDS[key]) if key in _FIELDS else self.new.labels.name(key)

    def _value(self, key: str, value: str | None, names: Mapping[str, str]) -> str:
        if value is None:
            return "–"
        words = {"channel": CHANNELS, "kind": DECISIONS, "stage": STAGES}.get(key)
        if words is not None:
            return self.new.words.word(words, value)
        if key.startswith("judged."):
            return self.new.labels.answer(key.removeprefix("judged."), value)
        return private(self.new.labels.value(key, value), names)

    def _names(self, customer: str) -> Mapping[str, str]:
        """Return how both sides show a customer, by the whole names that texts may hold."""
        return {**self.old.names(customer), **self.new.names(customer)}

    def _text(self, msgid: str) -> Rich:
        return spans(self.new.tr.gettext(msgid))

    def _filled(self, msgid: str, **parts: Rich | str) -> Rich:
        return fill(self.new.tr.gettext(msgid), **parts)


def apart(before: str, after: str) -> tuple[str, str]:
    """Return two texts as they are if short, else shortened to where they differ, with some characters around it."""
    if max(len(before), len(after)) <= _SHORT:
        return before, after
    start = _alike(before, after)
    end = min(_alike(before[::-1], after[::-1]), min(len(before), len(after)) - start)
    return _part(before, start, end), _part(after, start, end)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _part(text: str, start: int, end: int) -> str:
    first, last = max(start - _AROUND, 0), len(text) - max(end - _AROUND, 0)
    shown = text[first:last] if last - first <= _SHOWN else f"{text[first : first + _SHOWN]}…"
    return ("…" if first > 1 else text[:first]) + shown + ("…" if len(text) - last > 1 else text[last:])


def joined(frame: Frame, parts: Iterable[Rich]) -> Rich:
    """Join sentences of one customer in a line: a; b; c."""
    line: Rich = ()
    for part in parts:
        line = fill(frame.tr.gettext(_("%(first)s; %(second)s")), first=line, second=part) if line else part
    return line
