"""A backtest in words, for terminal and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from generator import __version__
from generator.compare.backtest import Differing, Matrix, Needless, Side
from generator.compare.judged import grades_of
from generator.compare.stability import Stability, stability
from generator.read.problem import Problem
from generator.report.backtest.data import indicator_psi, rows_and_columns
from generator.report.backtest.running import Run
from generator.report.causes import dotted
from generator.report.frame import Frame, frame
from generator.report.plan.view import Item, Plan, Section
from generator.report.rich import Kind, Part, Rich, fill, link, spans, strong
from generator.report.week.telling import FORMATS as PLAN_FORMATS
from generator.texts import Translator, _

MOST = 30
"""So many customers are named; JSON names all."""

STABILITIES = {
    Stability.STABLE: _("stable"),
    Stability.SHIFTED: _("shifted"),
    Stability.UNSTABLE: _("far apart"),
}


def backtest_plan(run: Run, tr: Translator) -> Plan:
    """Return a backtest as title, facts and sections; ``FORMATS`` sets them."""
    telling = _Telling(run, tr)
    backtest = run.backtest
    newest = {"week": str(backtest.newest.week)}
    sections = [
        telling.matrix(tr.gettext(_("Published → candidate, %(week)s")) % newest, backtest.newest.matrix),
        telling.matrix(tr.gettext(_("Published → candidate, all weeks")), backtest.matrix),
        telling.indicators(),
        telling.moves(),
        telling.examples(_("Examples of the candidate that break"), run.broken),
        telling.examples(_("Examples of the published rules that the candidate breaks"), run.broken_published),
        telling.overrides(),
    ]
    return Plan(
        title=telling.title(),
        facts=tuple(telling.facts()),
        warnings=tuple(telling.warnings()),
        sections=tuple(section for section in sections if section.items),
        notes=(telling.provenance(),),
        rest="",
        command="",
    )


class _Telling:
    """The sentences about one backtest."""

    def __init__(self, run: Run, tr: Translator) -> None:
        self.run = run
        self.tr = tr
        self.old: Frame = frame(run.published.snapshot, grades_of(run.published), tr)
        self.new: Frame = frame(run.candidate.snapshot, grades_of(run.candidate), tr)

    def text(self, msgid: str, /, **parts: Part) -> Rich:
        return fill(self.tr.gettext(msgid), **parts)

    def title(self) -> str:
        moved = len(self.run.backtest.newest.moves)
        if moved:
            return self.tr.gettext(_("Backtest: customers graded otherwise now: %(count)d")) % {"count": moved}
        if self.run.backtest.moves:
            return self.tr.gettext(_("Backtest: grades differ in earlier weeks only"))
        return self.tr.gettext(_("Backtest: no grade changes"))

    def facts(self) -> Iterator[Rich]:
        backtest = self.run.backtest
        total, moved = sum(backtest.matrix.values()), len(backtest.moves)
        first, last = str(backtest.weeks[0].week), str(backtest.newest.week)
        weeks = first if first == last else f"{first} – {last}"
        sentence = _("Weeks: %(weeks)s; customer-weeks: %(total)d, of which graded otherwise: %(moved)d (%(percent)s)")
        percent = self.old.words.percent(moved, total)
        yield self.text(sentence, weeks=weeks, total=total, moved=strong(moved), percent=percent)
        if (index := backtest.grade_psi) is not None:
            yield self.text(_("Stability of the grades (PSI): %(index)s"), index=self._index(index))
        yield self.text(
            _("Follow-ups that the cadences ask for in a week: published %(published)s, candidate %(candidate)s"),
            **dict(zip(("published", "candidate"), map(self._figure, backtest.follow_ups), strict=True)),
        )
        if held := len(backtest.overrides):
            sentence = _("Grades set by hand: %(held)d; with the candidate unnecessary: %(needless)d")
            yield self.text(sentence, held=held, needless=strong(len(backtest.needless)))

    def warnings(self) -> Iterator[Rich]:
        """Yield what a reader must know about the ground that the figures stand on."""
        run = self.run
        if made_up := [week for week in run.backtest.weeks if week.reconstructed]:
            sentence = _("Weeks that are reconstructed, for want of a commit of that time: %(count)d, up to %(week)s")
            yield self.text(sentence, count=len(made_up), week=str(made_up[-1].week))
        for week, message in run.failed:
            yield self.text(_("%(week)s is left out: %(why)s"), week=str(week), why=message.text(self.tr))
        asked = len(run.backtest.weeks) + len(run.failed)
        if asked < run.wanted:
            sentence = _(
                "Of the %(wanted)d weeks asked for there are %(found)d: before them nobody was registered, or it was "
                "more than 26 weeks to the first commit."
            )
            if not run.complete:
                sentence = _(
                    "Of the %(wanted)d weeks asked for there are %(found)d: this clone does not hold the history of "
                    "the others; fetch all of it and try again."
                )
            yield self.text(sentence, wanted=run.wanted, found=asked)

    def matrix(self, title: str, matrix: Matrix) -> Section:
        """Return a line for each published grade: how many, and where the candidate puts them."""
        rows, columns = rows_and_columns(self.run, matrix)
        items = []
        for row in rows:
            cells = [(column, matrix.get((row, column), 0)) for column in columns]
            total = sum(number for _column, number in cells)
            figures = self.old.words.side_by_side(
                self.text(_("%(state)s %(n)s"), state=self._candidate(column), n=strong(number))
                for column, number in cells
                if number
            )
            if total:
                sentence = _("from %(state)s (%(total)s): %(figures)s")
                items.append(Item(self.text(sentence, state=self._published(row), total=total, figures=figures)))
        return Section(title, tuple(items))

    def indicators(self) -> Section:
        """Return the stability of each indicator."""
        items = []
        for name, index in indicator_psi(self.run).items():
            known = self.old if name in self.old.scheme.indicators else self.new
            said = self._index(index) if index is not None else self.text(_("only one of the rule files has it"))
            label = strong(known.labels.name(name, known.rules.official))
            items.append(Item(self.text(_("%(name)s: %(figures)s"), name=label, figures=said)))
        return Section(self.tr.gettext(_("Stability of the indicators (PSI)")), tuple(items))

    def moves(self) -> Section:
        """Return each customer who differs, with the newest of the weeks, newest week first."""
        items = [self._move(*found) for found in self._moved[:MOST]]
        if (rest := len(self._moved) - MOST) > 0:
            items.append(Item(self.text(_("and %(count)d further customers; --format json names all"), count=rest)))
        return Section(self.tr.gettext(_("Who is graded otherwise")), tuple(items))

    @cached_property
    def _moved(self) -> list[tuple[Differing, int]]:
        """The newest move of each customer, and in how many weeks the customer differs."""
        newest: dict[str, Differing] = {}
        weeks: dict[str, int] = {}
        for move in self.run.backtest.moves:
            newest.setdefault(move.customer, move)
            weeks[move.customer] = weeks.get(move.customer, 0) + 1
        order = sorted(newest.values(), key=self._rank)
        order.sort(key=lambda move: move.week, reverse=True)
        return [(move, weeks[move.customer]) for move in order]

    def _rank(self, move: Differing) -> tuple[int, int, str]:
        ends = self.new.ladder.rank(move.candidate.grade), self.old.ladder.rank(move.published.grade)
        return (*ends, move.customer)

    def _move(self, move: Differing, weeks: int) -> Item:
        grades = {"before": self._published(move.published.grade), "after": self._candidate(move.candidate.grade)}
        name = strong(f"{self.old.name(move.customer)} {move.customer}".strip())
        head = self.text(_("%(customer)s: %(before)s → %(after)s"), customer=name, **grades)
        times = self.text(_("%(week)s, in %(count)d of %(total)d weeks"),
            week=str(move.week), count=weeks, total=len(self.run.backtest.weeks))  # fmt: skip
        reasons = [
            self.text(_("%(rules)s %(grade)s: %(why)s"), rules=self.tr.gettext(rules), grade=grade, why=why)
            for rules, grade, why in (
                (_("published"), grades["before"], self._why(self.old, move.published)),
                (_("candidate"), grades["after"], self._why(self.new, move.candidate)),
            )
            if why
        ]
        return Item(head, (times, *reasons))

    def _why(self, known: Frame, side: Side) -> Rich:
        """Return what keeps a grade from being better, by the rules that ``known`` knows; empty for the best grade."""
        said = []
        if side.rules:
            rules = known.words.listed(known.labels.downgrade(rule) for rule in side.rules)
            said.append(self.text(_("rule “%(rules)s”"), rules=rules))
        if side.waits is not None:
            said.append(self.text(_("fall to %(grade)s waits"), grade=known.sentences.grade(side.waits)))
        if side.grade is None and side.missing:
            names = known.words.comma(known.labels.name(name, known.rules.official) for name in side.missing)
            said.append(self.text(_("missing: %(names)s"), names=names))
        elif side.binding and not side.rules and side.grade != known.ladder.best:
            said.append(self.text(_("held back by %(names)s"), names=known.sentences.names(side.binding)))
        return dotted(*said)

    def examples(self, title: str, problems: tuple[Problem, ...]) -> Section:
        """Return the examples that break, each with its place."""
        items = [
            Item(
                spans(problem.text(self.tr)),
                ((link(str(problem.place), Kind.FILE, problem.place.path, problem.place.line),),),
                problem.place,
            )
            for problem in problems
        ]
        return Section(self.tr.gettext(title), tuple(items))

    def overrides(self) -> Section:
        """Return the overrides that the candidate makes unnecessary."""
        items = [self._override(needless) for needless in self.run.backtest.needless]
        return Section(self.tr.gettext(_("Grades set by hand that the candidate makes unnecessary")), tuple(items))

    def _override(self, needless: Needless) -> Item:
        override = needless.override
        name = strong(f"{self.old.name(needless.customer)} {needless.customer}".strip())
        said = self.old.sentences.override(
            override, self.old.person_name(override.by), self.old.told(override.path, override.reason)
        )
        weeks = self.text(
            _("the published rules say %(grade)s, the candidate %(to)s in all its weeks (%(count)d)"),
            grade=self._published(needless.published),
            to=self._candidate(override.to),
            count=len(needless.weeks),
        )
        return Item(self.text(_("%(customer)s: %(said)s"), customer=name, said=said), (weeks,))

    def provenance(self) -> Rich:
        """Return what the figures were made from, so that they can be made again (L2)."""
        newest, rules = self.run.backtest.newest, self.run.rules
        revision = self.text(_("Data %(revision)s"), revision=newest.revision[:12]) if newest.revision else ()
        sentence = _("rules %(version)s (sha256 %(hash)s)")
        published = self.text(sentence, version=newest.version, hash=newest.sha256[:12])
        candidate = self.text(
            _("candidate %(version)s (sha256 %(hash)s)"), version=rules.rules.version, hash=rules.sha256[:12]
        )
        day = self.text(_("as of %(day)s"), day=newest.week.sunday.isoformat())
        return dotted(revision, published, candidate, day, spans(f"fenji {__version__}"))

    def _published(self, grade: str | None) -> Rich:
        return self.old.sentences.grade(grade)

    def _candidate(self, grade: str | None) -> Rich:
        return self.new.sentences.grade(grade)

    def _index(self, index: float) -> Rich:
        return self.text(
            _("%(index)s, %(word)s"), index=strong(f"{index:.2f}"), word=self.tr.gettext(STABILITIES[stability(index)])
        )

    def _figure(self, figure: float) -> Part:
        return strong(f"{figure:.1f}")


FORMATS: Mapping[str, Callable[[Plan], str]] = PLAN_FORMATS
"""The formats of ``fenji backtest`` that are written for people."""
