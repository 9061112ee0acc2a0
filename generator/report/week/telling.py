"""A week's report in words, for terminal and Markdown; its pages share the sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from generator import __version__
from generator.compare.change import CustomerAdded, OfRecord
from generator.compare.comparison import Moved
from generator.compare.judged import grades_of
from generator.compare.waterfall import Cause
from generator.duties.book import Book, WeekDuties
from generator.grade.grading import Grading
from generator.report.causes import TAGS, dotted, why
from generator.report.frame import Frame
from generator.report.plan.building import CAUSES, Building
from generator.report.plan.formats import as_markdown, as_text
from generator.report.plan.view import Item, Plan, Section
from generator.report.rich import Chip, Part, Rich, Span, Tone, fill, spans, strong
from generator.report.stuck import Stuck, bottlenecks_of
from generator.report.week.archive import Weekly
from generator.report.week.duties import late_words
from generator.report.week.duty_sections import duty_sections
from generator.report.week.figures import (
    Funnel,
    best,
    consultants,
    conversion,
    counts,
    in_pool,
    late_entries,
    migration,
    states,
)
from generator.report.weeks import CLOSED, NEW
from generator.report.words import CHANNELS, SOURCES
from generator.texts import Translator, _

_WHOLE = 1_000_000_000


class Telling:
    """The sentences about one week; ``book`` keeps the duties from one week to the next."""

    def __init__(self, weekly: Weekly, tr: Translator, book: Book | None = None) -> None:
        self._book = Book() if book is None else book
        self.weekly = weekly
        self.tr = tr
        self.building = Building(weekly.comparison, tr)

    @property
    def frame(self) -> Frame:
        """The office at the end of the week."""
        return self.building.new

    @cached_property
    def duties(self) -> WeekDuties:
        """The follow-ups of twelve weeks, and what is late at the end of the week."""
        return self._book.week(self.frame.snapshot, grades_of(self.weekly.after.judged))

    @cached_property
    def stuck(self) -> tuple[Stuck, ...]:
        """The bottlenecks of all customers."""
        return bottlenecks_of(self.frame, self.weekly.crosstab.holds)

    def text(self, msgid: str, /, **parts: Part) -> Rich:
        """Return a sentence in the reader's language."""
        return fill(self.tr.gettext(msgid), **parts)

    def title(self) -> str:
        """Return what the report is called: 2026 年第 46 周."""
        week = self.weekly.week
        return self.tr.gettext(_("Week %(number)d of %(year)d")) % {"number": week.number, "year": week.year}

    def span(self) -> str:
        """Return the days of the week."""
        days = {"first": self.frame.words.day(self.weekly.week.monday), "last": self.frame.words.day(self.frame.as_of)}
        return self.tr.gettext(_("%(first)s – %(last)s")) % days

    @cached_property
    def ways(self) -> Mapping[str, tuple[Moved, ...]]:
        """The moves by way: up, down, and to or from ungraded (``to``)."""
        ladder = self.frame.ladder
        order = sorted(
            self.weekly.comparison.moves, key=lambda m: (ladder.rank(m.after), ladder.rank(m.before), m.customer)
        )
        found: dict[str, list[Moved]] = {"up": [], "down": [], "to": []}
        for move in order:
            known = move.before in ladder.ranks
            way = "up" if known and ladder.rose(move.before, move.after) else "to"
            found["down" if known and ladder.fell(move.before, move.after) else way].append(move)
        return {way: tuple(moves) for way, moves in found.items()}

    def lead(self) -> Rich:
        """Return the week in a few sentences: the best grade, moves, waiting falls, the worst bottleneck."""
        frame, now, was = self.frame, counts(self.weekly.after.judged), counts(self.weekly.before.judged)
        first = next((state for state in frame.ladder.grades if now.get(state) or was.get(state)), frame.ladder.best)
        change = self.text(_("as many as a week ago"))
        more = now.get(first, 0) - was.get(first, 0)
        if more > 0:
            change = self.text(_("%(n)s more than a week ago"), n=Span(str(more), Tone.UP))
        elif more < 0:
            change = self.text(_("%(n)s fewer than a week ago"), n=Span(str(-more), Tone.DOWN))
        number = strong(now.get(first, 0))
        parts = [self.text(_("%(grade)s: %(n)s, %(change)s."), grade=frame.ladder.chip(first), n=number, change=change)]
        up, down = strong(len(self.ways["up"])), strong(len(self.ways["down"]))
        parts.append(self.text(_("%(up)s rose and %(down)s fell."), up=up, down=down))
        if come := len(self.weekly.comparison.entered):
            parts.append(self.text(_("New customers: %(n)s."), n=strong(come)))
        if held := sum(grading.pending is not None for grading in frame.present):
            parts.append(self.text(_("Falls that wait for approval: %(n)s."), n=strong(held)))
        if late := late_words(frame, self.duties.late):
            parts.append(late)
        if stuck := self.stuck:
            sentence = _("Most are stuck on %(name)s: %(n)s; solving it would raise %(rise)s.")
            name, n, rise = strong(stuck[0].label), strong(stuck[0].number), strong(stuck[0].rise)
            parts.append(self.text(sentence, name=name, n=n, rise=rise))
        return frame.words.sentences(parts)

    def notices(self) -> Iterator[Rich]:
        """Yield what a reader must know about the ground that the report stands on."""
        if self.weekly.after.reconstructed:
            sentence = _(
                "Reconstructed: this week is older than the first commit; its grades are those of the dated records in "
                "the earliest files."
            )
            if self.frame.snapshot.revision is None:
                sentence = _(
                    "Reconstructed: there is no history; the grades are those of the dated records in the files as "
                    "they are."
                )
            yield self.text(sentence)
        elif self.weekly.before.reconstructed:
            yield self.text(_("The week before is reconstructed; it is older than the first commit."))
        yield from self._forgotten()

    def _forgotten(self) -> Iterator[Rich]:
        """Yield whom the figures hold without a name, and whom they do not hold any more (L1)."""
        if nameless := len(self.frame.snapshot.hushed):
            sentence = _("%(n)s of these customers were forgotten on request since; they count here without a name.")
            yield self.text(sentence, n=strong(nameless))
        if gone := self.weekly.gone:
            figures = [f"{self.tr.gettext(grade)} {number}" for grade, number in sorted(gone.items())]
            sentence = _("Forgotten on request since, and not in these figures any more: %(figures)s.")
            yield self.text(sentence, figures=self.frame.words.comma(figures))

    def causes(self, move: Moved) -> str:
        """Return the causes of a move: 时间、记录."""
        return self.frame.words.comma(self.tr.gettext(CAUSES[cause]) for cause in move.causes)

    def tag(self, move: Moved) -> str:
        """Return the causes of a move; where the calendar alone explains it, what it brought: a rule, an approval."""
        grading = self.frame.everyone.get(move.customer)
        last = grading.moves[-1] if grading is not None and grading.moves else None
        if move.causes == (Cause.TIME,) and last is not None and last.after == move.after:
            return self.tr.gettext(TAGS[last.cause])
        return self.causes(move)

    def reason(self, move: Moved) -> Rich:
        """Return why somebody moved, with the last record behind it."""
        grading = self.frame.everyone.get(move.customer)
        last = grading.moves[-1] if grading is not None and grading.moves else None
        if Cause.RULES in move.causes:
            by_rules = self.text(_("changed rules judge the records otherwise"))
            return by_rules if move.causes == (Cause.RULES,) or last is None else dotted(by_rules, self._last(move))
        if last is None or last.after != move.after:
            return self.text(_("the records say something else"))
        return self._last(move)

    def _last(self, move: Moved) -> Rich:
        return why(self.frame, move.customer, self.frame.everyone[move.customer].moves[-1])

    def best(self, grading: Grading) -> Rich:
        """Return what to know about a customer of the best grade before the meeting."""
        frame, day = self.frame, self.frame.words.day
        since = self.text(_("since %(day)s"), day=day(grading.since))
        visits = [filed for filed in frame.dossier(grading.id).visits if filed.record.at.day <= frame.as_of]
        contact: Rich = ()
        if visits:
            channel = frame.words.word(CHANNELS, visits[-1].record.channel.value)
            contact = self.text(
                _("last contact %(day)s, %(channel)s"), day=day(visits[-1].record.at.day), channel=channel
            )
            if note := frame.note(visits[-1].path):
                contact = self.text(_("%(first)s: “%(note)s”"), first=contact, note=note)
        fall = frame.sentences.next_fall(grading.next_fall) if grading.next_fall is not None else ()
        pending = frame.sentences.pending(grading.pending) if grading.pending is not None else ()
        bought = self.text(_("subscribed")) if grading.id in self.duties.sold else ()
        return dotted(since, bought, contact, pending, fall)

    def late_day(self, change: CustomerAdded | OfRecord) -> str:
        """Return the day that a late entry is dated."""
        if isinstance(change, CustomerAdded):
            return self.frame.words.day(self.frame.dossier(change.customer).customer.record.registered)
        return self.frame.words.day(change.at) if change.at is not None else ""

    def late(self, change: CustomerAdded | OfRecord) -> Rich:
        """Return a late entry: what, dated when, by which commit."""
        telling = self.building.telling
        said = telling.said(change)
        if isinstance(change, CustomerAdded):
            said = self.text(_("new on file, registered on %(day)s"), day=self.late_day(change))
        return dotted(said, telling.source(change))

    def provenance(self) -> Rich:
        """Return what the report was made from, so that it can be made again (L2)."""
        snapshot = self.frame.snapshot
        revision = self.text(_("Data %(revision)s"), revision=snapshot.revision[:12]) if snapshot.revision else ()
        rules = self.text(
            _("rules %(version)s (sha256 %(hash)s)"), version=self.frame.rules.version, hash=snapshot.rules_sha256[:12]
        )
        day = self.text(_("as of %(day)s"), day=self.frame.as_of.isoformat())
        return dotted(revision, rules, day, spans(f"fenji {__version__}"))

    def state(self, state: str | None) -> Chip:
        """Return a state of the matrix as it is shown."""
        if state in {NEW, CLOSED}:
            name = self.tr.gettext(_("new")) if state == NEW else self.tr.gettext(_("closed"))
            return Chip(name, name, "pn")
        return self.frame.ladder.chip(state)

    def named(self, state: str | None) -> Rich:
        """Return a state for a line of text."""
        return spans(self.state(state)) if state in {NEW, CLOSED} else self.frame.sentences.grade(state)


def report_plan(weekly: Weekly, tr: Translator) -> Plan:
    """Return a week's report as title, facts and sections; ``FORMATS`` sets them."""
    telling = Telling(weekly, tr)
    building, title = telling.building, f"{telling.title()} · {telling.span()}"
    sections = [
        _counts(telling),
        _flow(telling),
        building.moves(),
        building.passages(),
        _stuck(telling),
        _best(telling),
        *duty_sections(telling.frame, telling.duties),
        _team(telling),
        *_conversion(telling),
        _late(telling),
        building.rules(weekly.reached),
    ]
    return Plan(
        title=title,
        facts=(telling.lead(),),
        warnings=tuple(telling.notices()),
        sections=tuple(section for section in sections if section is not None and section.items),
        notes=(telling.provenance(),),
        rest="",
        command="",
    )


def _counts(telling: Telling) -> Section:
    now, was = counts(telling.weekly.after.judged), counts(telling.weekly.before.judged)
    sentence = _("%(grade)s: %(now)s (a week ago %(was)s)")
    items = [
        Item(telling.text(sentence, grade=telling.named(state), now=strong(now.get(state, 0)), was=was.get(state, 0)))
        for state in dict.fromkeys((*now, *was))
    ]
    return Section(telling.tr.gettext(_("Customers by grade")), tuple(items))


def _flow(telling: Telling) -> Section:
    cells = migration(telling.weekly)
    items = []
    for source in dict.fromkeys([NEW, *states(telling.weekly.before.judged), *(row for row, _column in cells)]):
        row = {sink: number for (other, sink), number in cells.items() if other == source and number}
        sinks = (
            telling.text(_("%(state)s %(n)s"), state=telling.named(sink), n=strong(row[sink]))
            for sink in dict.fromkeys([*states(telling.weekly.after.judged), *row])
            if sink in row
        )
        if row:
            figures = telling.frame.words.side_by_side(sinks)
            sentence = _("from %(state)s (%(total)s): %(figures)s")
            items.append(
                Item(telling.text(sentence, state=telling.named(source), total=sum(row.values()), figures=figures))
            )
    return Section(telling.tr.gettext(_("Flow of grades")), tuple(items))


def _stuck(telling: Telling) -> Section:
    sentence = _("%(name)s: %(n)s stuck, solving it would raise %(rise)s")
    items = [
        Item(telling.text(sentence, name=strong(one.label), n=one.number, rise=strong(one.rise)))
        for one in telling.stuck
    ]
    return Section(telling.tr.gettext(_("Where customers are stuck")), tuple(items))


def _best(telling: Telling) -> Section:
    frame = telling.frame
    items = [
        Item(
            telling.text(
                _("%(customer)s (%(person)s)"),
                customer=(frame.customer(one.id),),
                person=frame.person_name(one.consultant),
            ),
            (telling.best(one),),
        )
        for one in best(frame, telling.duties)
    ]
    title = telling.tr.gettext(_("%(grade)s customers one by one")) % {
        "grade": frame.ladder.chip(frame.ladder.best).text
    }
    return Section(title, tuple(items))


def _team(telling: Telling) -> Section:
    items = []

    def grades_of(numbers: Mapping[str | None, int]) -> Rich:
        return telling.frame.words.side_by_side(
            telling.text(_("%(state)s %(n)s"), state=telling.named(state), n=number)
            for state, number in numbers.items()
        )

    for one in consultants(telling.weekly, telling.frame, telling.duties):
        grades = grades_of(one.counts)
        sentence = _("%(name)s: %(grades)s; new %(new)s, rose %(up)s, fell %(down)s")
        name = strong(telling.frame.person_name(one.id))
        items.append(Item(telling.text(sentence, name=name, grades=grades, new=one.new, up=one.up, down=one.down)))
    pool = in_pool(telling.weekly, telling.duties)
    if any(pool.values()):
        items.append(Item(telling.text(_("In the pool: %(grades)s"), grades=grades_of(pool))))
    return Section(telling.tr.gettext(_("Consultants")), tuple(items))


def _conversion(telling: Telling) -> Sequence[Section]:
    found, tr = conversion(telling.weekly), telling.tr
    grades = [Item(_funnel(telling, telling.named(grade), funnel)) for grade, funnel in found.grades.items()]
    sources = [
        Item(_funnel(telling, spans(telling.frame.words.word(SOURCES, source)), funnel))
        for source, funnel in found.sources.items()
    ]
    return (
        Section(tr.gettext(_("Conversion so far by grade")), tuple(grades)),
        Section(tr.gettext(_("Conversion so far by source")), tuple(sources)),
    )


def _funnel(telling: Telling, name: Rich, funnel: Funnel) -> Rich:
    sentence = _("%(name)s: %(all)s customers, queued %(queued)s, subscribed %(subscribed)s, contracted %(contracted)s")
    queued, subscribed, contracted = funnel.steps
    return telling.text(
        sentence, name=name, all=funnel.customers, queued=queued, subscribed=subscribed, contracted=contracted
    )


def _late(telling: Telling) -> Section:
    items = [
        Item(
            telling.text("%(customer)s", customer=(telling.frame.customer(change.customer),)),
            (telling.late(change),),
            change.place,
        )
        for change in late_entries(telling.weekly)
    ]
    return Section(telling.tr.gettext(_("Late entries")), tuple(items))


def as_whole_markdown(plan: Plan) -> str:
    """Return the report as Markdown, however long."""
    return as_markdown(plan, longest=_WHOLE)


FORMATS: Mapping[str, Callable[[Plan], str]] = {"text": as_text, "markdown": as_whole_markdown}
"""The formats of ``fenji report`` that are written for people."""
