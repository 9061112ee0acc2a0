"""The customers whose grade or records changed in a week, each told with causes, fields and commits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby

from generator.compare.change import Change, CustomerAdded, OfRecord, RecordAdded
from generator.compare.comparison import Entered, Left, Moved
from generator.compare.waterfall import Cause
from generator.grade.grading import Cause as MoveCause
from generator.grade.grading import Grading, Move
from generator.report.causes import arrow, dotted
from generator.report.changes.entry import Entry, Listed, Room, cut
from generator.report.changes.private import hushed, names
from generator.report.frame import Frame
from generator.report.plan.telling import joined
from generator.report.rich import Chip, Rich, spans
from generator.report.week.telling import Telling
from generator.report.words import CLOSE_REASONS
from generator.texts import _

_LINES, _LONGEST = 3, 260
_TITLES = {Cause.DATA: _("By records"), Cause.RULES: _("By rules"), Cause.TIME: _("By time")}
_FILES = ("record", "customer")
_DECIDED = frozenset({MoveCause.APPROVED, MoveCause.OVERRIDE})


class Customers:
    """Tells the customers of one week, as far as the page has ``room``."""

    def __init__(self, telling: Telling, room: Room) -> None:
        self._telling = telling
        self._room = room
        self._comparison = telling.weekly.comparison
        self._sentences = telling.building.telling
        self.changes: Mapping[str, Sequence[Change]] = {
            customer: tuple(group)
            for customer, group in groupby(self._comparison.changes, key=lambda change: change.customer)
            if customer
        }

    @property
    def frame(self) -> Frame:
        """The office at the end of the week."""
        return self._telling.frame

    def _gettext(self, msgid: str) -> str:
        return self._telling.tr.gettext(msgid)

    @cached_property
    def touched(self) -> frozenset[str]:
        """The customers of whom a record was added, edited or deleted."""
        return frozenset(
            customer
            for customer, changes in self.changes.items()
            if any(change.kind.startswith(_FILES) for change in changes)
        )

    def moves(self) -> Iterator[Listed]:
        """Yield the moves by their cause, those with several at the end; to the best grade first."""
        ordered = [move for way in ("up", "down", "to") for move in self._telling.ways[way]]
        for cause, title in _TITLES.items():
            found = [move for move in ordered if move.causes == (cause,)]
            if found:
                yield self._room.listed(self._gettext(title), found, self._move, self._moved)
        if several := [move for move in ordered if len(move.causes) > 1]:
            yield self._room.listed(self._gettext(_("Several causes")), several, self._move, self._moved)

    def come(self) -> Listed:
        """Return who counts from this week on."""
        rank = self.frame.ladder.rank
        found = sorted(self._comparison.entered, key=lambda one: (rank(one.grade), one.customer))
        return self._room.listed(self._gettext("New"), found, self._passage, self._passed)

    def gone(self) -> Listed:
        """Return who counts no more."""
        return self._room.listed(self._gettext("Closed or gone"), self._comparison.left, self._passage, self._passed)

    def others(self) -> Listed:
        """Return whose records or figures changed although the grade stays; better grades first."""
        told = {one.customer for one in (*self._comparison.moves, *self._comparison.entered, *self._comparison.left)}
        rank = self.frame.ladder.rank
        found = [customer for customer in self.changes if customer not in told]
        found.sort(key=lambda customer: (rank(self._grade(customer)), customer))
        return self._room.listed(self._gettext(_("Changed, the grade stays")), found, self._other, self._told)

    def _files(self, customer: str) -> Sequence[Change]:
        """Return the changes of a customer's files in the order of their days."""
        changes = self.changes.get(customer, ())
        return sorted((change for change in changes if change.kind.startswith(_FILES)), key=_order)

    def _grading(self, customer: str) -> Grading | None:
        return self._sentences.frame(customer).everyone.get(customer)

    def _grade(self, customer: str) -> str | None:
        grading = self._grading(customer)
        return None if grading is None else grading.grade

    def _move(self, move: Moved) -> Entry:
        chip = self.frame.ladder.chip
        return self._entry(
            move.customer,
            chips=(chip(move.before), chip(move.after)),
            arrow=arrow(self.frame, move.before, move.after),
            tag=self._telling.causes(move) if len(move.causes) > 1 else "",
        )

    def _moved(self, move: Moved) -> tuple[Rich, ...]:
        return self._lines(move.customer, tuple(self._reasons(move)))

    def _reasons(self, move: Moved) -> Iterator[Rich]:
        """Yield why somebody moved: each step of several, else what did it, as far as the records below do not say."""
        building, last = self._telling.building, self._last(move.customer)
        if len(move.steps) > 1:
            yield from building.reasons(move)
        elif move.causes != (Cause.TIME,):
            decided = last is not None and last.after == move.after and last.cause in _DECIDED
            yield self.frame.sentences.cause(last) if last and decided else building.why(move, move.steps[0])
        elif self._by_new_record(move):
            yield self._telling.text(_("the days alone would have led there, without the new records"))
        else:
            yield self._telling.reason(move)

    def _last(self, customer: str) -> Move | None:
        grading = self._grading(customer)
        return grading.moves[-1] if grading is not None and grading.moves else None

    def _by_new_record(self, move: Moved) -> bool:
        """Tell whether the history of a customer names a record of this week for a move that time alone explains."""
        last = self._last(move.customer)
        new = {path for change in self._files(move.customer) for path in change.paths}
        return last is not None and any(evidence.path in new for evidence in last.evidence)

    def _passage(self, passage: Entered | Left) -> Entry:
        return self._entry(passage.customer, chips=(self.frame.ladder.chip(passage.grade),))

    def _passed(self, passage: Entered | Left) -> tuple[Rich, ...]:
        kinds = [change.kind for change in self.changes.get(passage.customer, ())]
        lines = () if any(kind.startswith("customer_") for kind in kinds) else (self._by_time(passage),)
        return self._lines(passage.customer, lines)

    def _by_time(self, passage: Entered | Left) -> Rich:
        """Return which day has come for somebody whose file does not say it anew."""
        customer = self._sentences.frame(passage.customer).dossier(passage.customer).customer.record
        words, text = self.frame.words, self._telling.text
        if isinstance(passage, Entered):
            return text(_("registered on %(day)s"), day=words.day(customer.registered))
        if customer.closed is not None:
            reason = words.word(CLOSE_REASONS, customer.closed.reason.value)
            return text(_("closed on %(day)s: %(reason)s"), day=words.day(customer.closed.on), reason=reason)
        return text(_("only the calendar moved"))

    def _other(self, customer: str) -> Entry:
        grading = self._grading(customer)
        return self._entry(customer, chips=() if grading is None else (self.frame.ladder.chip(grading.grade),))

    def _told(self, customer: str) -> tuple[Rich, ...]:
        changes = [change for change in self.changes[customer] if not change.kind.startswith(_FILES)]
        figures = joined(self.frame, (self._sentences.said(change) for change in changes))
        return self._lines(customer, (figures,) if figures else ())

    def _entry(self, customer: str, chips: tuple[Chip, ...], arrow: str = "", tag: str = "") -> Entry:
        """Return a customer, without what is told of them."""
        frame = self._sentences.frame(customer)
        return Entry(
            title=(frame.customer(customer),),
            lines=(),
            chips=chips,
            arrow=arrow,
            tag=tag,
            who=(self.frame.person(frame.dossier(customer).customer.record.consultant),),
        )

    def _lines(self, customer: str, first: Sequence[Rich]) -> tuple[Rich, ...]:
        """Return the lines to come ``first``, then those of the records."""
        shown = names((self._telling.building.old, self._telling.building.new), (customer,))
        files = self._files(customer)
        lines = [*(cut(line, _LONGEST) for line in first), *(self._record(change) for change in files[:_LINES])]
        if len(files) > _LINES:
            lines.append(self._telling.text(_("and %(count)d further changes"), count=len(files) - _LINES))
        return tuple(hushed(line, shown) for line in lines if line)

    def _record(self, change: Change) -> Rich:
        """Return a change of a record: what, in which file, by whose commit; a new record tells itself what for."""
        added = isinstance(change, CustomerAdded | RecordAdded)
        place = self._sentences.place(change)
        file = () if place is None else spans(self.frame.file_at(place.path, place.line))
        said = cut(self._sentences.said(change), _LONGEST)
        return dotted(said, file, self._sentences.commits(change, why=not added))


def _order(change: Change) -> tuple[date, str]:
    place = change.place
    day = change.at if isinstance(change, OfRecord) else None
    return day or date.min, place.path if place is not None else ""
