"""A comparison → the plan: summary, moves with reason and evidence, the rest, rules with their reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.compare.change import (
    Change,
    CustomerAdded,
    CustomerRemoved,
    IndicatorChanged,
    OfficeChanged,
    RuleChanged,
)
from generator.compare.comparison import Comparison, Entered, Left, Moved, Passage
from generator.compare.guard import Guard
from generator.compare.judged import Away
from generator.compare.reach import RuleReach
from generator.compare.waterfall import Cause, Step
from generator.grade.grading import Cause as MoveCause
from generator.grade.grading import Grading, Move
from generator.read.problem import Place, Problem
from generator.report.causes import dotted
from generator.report.frame import Frame, frame
from generator.report.plan.duties import MOST, duty_figures, duty_section
from generator.report.plan.rule_changes import rule_item
from generator.report.plan.telling import Telling, joined
from generator.report.plan.view import Ends, Item, Plan, Section
from generator.report.rich import Kind, Part, Rich, fill, link, spans, strong
from generator.report.words import Words
from generator.texts import Translator, _

_EVIDENCE, _PROBLEMS = 4, 20
EXAMPLES = "examples"

CAUSES = {Cause.TIME: _("time"), Cause.DATA: _("records"), Cause.RULES: _("rules")}


def plan(comparison: Comparison, reached: Sequence[RuleReach], guard: Guard, ends: Ends, tr: Translator) -> Plan:
    """Return the plan of a comparison, in the reader's language."""
    words = Words(tr, comparison.after.as_of.year)
    names = {"base": ends.base, "head": ends.head}
    rest = tr.gettext(_("The plan is longer than fits here; all of it:"))
    sections = [_problems(comparison, tr)]
    if not comparison.graded:
        title = tr.gettext(_("No plan: %(base)s or %(head)s can't be graded")) % names
        notes = (_provenance(comparison, words, ends),)
        return Plan(title, (), (), tuple(filter(None, sections)), notes, rest, ends.command)
    building = Building(comparison, tr)
    sections = [
        building.moves(),
        building.passages(),
        building.duties(),
        building.rules(reached),
        building.office(),
        building.others(),
        *sections,
    ]
    return Plan(
        title=building.title(),
        facts=tuple(building.facts()),
        warnings=tuple(_guarded(guard, words)),
        sections=tuple(section for section in sections if section is not None),
        notes=(_provenance(comparison, words, ends), *unavailable(comparison, tr)),
        rest=rest,
        command=ends.command,
    )


class Building:
    """The parts of the plan of one comparison whose sides are both graded."""

    def __init__(self, comparison: Comparison, tr: Translator) -> None:
        before, after = comparison.before, comparison.after
        if before.grades is None or after.grades is None:
            raise ValueError("a side without grades has no moves")
        self.comparison = comparison
        self.old: Frame = frame(before.snapshot, before.grades, tr)
        self.new: Frame = frame(after.snapshot, after.grades, tr)
        self.telling = Telling(comparison, self.old, self.new)

    def _text(self, msgid: str, /, **parts: Part) -> Rich:
        return fill(self.new.tr.gettext(msgid), **parts)

    def title(self) -> str:
        """Return what happens, in a line."""
        moves, tr = len(self.comparison.moves), self.new.tr
        if moves:
            return tr.gettext(_("Plan: grades that move: %(count)d")) % {"count": moves}
        return tr.gettext(_("Plan: no grade changes"))

    def facts(self) -> Iterator[Rich]:
        """Yield the summary: directions, causes, customers touched, rules, problems."""
        comparison, words = self.comparison, self.new.words
        if comparison.moves:
            ways = Counter(map(self._way, comparison.moves))
            yield self._counted(_("Moves: %(figures)s"), [(name, ways[name]) for name in _WAYS])
            causes = Counter(cause for move in comparison.moves for cause in move.causes)
            yield self._counted(_("Causes: %(figures)s"), [(CAUSES[cause], causes[cause]) for cause in Cause])
        if comparison.entered or comparison.left:
            closed = sum(left.closed for left in comparison.left)
            come_and_go = [
                (_("come"), len(comparison.entered)),
                (_("closed"), closed),
                (_("gone"), len(comparison.left) - closed),
            ]
            yield self._counted(_("Customers: %(figures)s"), come_and_go)
        if comparison.duties:
            yield self._counted(_("Duties: %(figures)s"), duty_figures(comparison.duties))
        total = len(self.new.present)
        yield self._text(
            _("Customers touched: %(touched)d; customers that count: %(total)d"),
            touched=len(comparison.customers),
            total=total,
        )
        if comparison.rules:
            before, after = self.old.rules.version, self.new.rules.version
            versions = words.listed([before]) if before == after else fill("%(a)s → %(b)s", a=before, b=after)
            yield self._text(
                _("Rules: %(versions)s, changes: %(count)d"), versions=versions, count=len(comparison.rules)
            )
        yield self._text(
            _("Problems: %(new)d new, %(mended)d mended"),
            new=len(comparison.new_problems),
            mended=len(comparison.mended_problems),
        )

    def _counted(self, msgid: str, figures: Sequence[tuple[str, int]]) -> Rich:
        tr = self.new.tr
        parts = [fill("%(name)s %(count)d", name=tr.gettext(name), count=count) for name, count in figures if count]
        return self._text(msgid, figures=self.new.words.side_by_side(parts))

    def _way(self, move: Moved) -> str:
        if move.before is None or move.after is None:
            return _WAYS[2] if move.before is None else _WAYS[3]
        ladder = self.new.ladder
        return _WAYS[0] if ladder.rank(move.after) < ladder.rank(move.before) else _WAYS[1]

    def moves(self) -> Section | None:
        """Return every move with its reason and evidence, those to the best grade first."""
        rank = self.new.ladder.rank
        moves = sorted(self.comparison.moves, key=lambda move: (rank(move.after), rank(move.before), move.customer))
        items = tuple(self._move(move) for move in moves)
        return Section(self.new.tr.gettext(_("Grades that move")), items) if items else None

    def _move(self, move: Moved) -> Item:
        grade = self.new.sentences.grade
        head = self._text(
            _("%(customer)s: %(before)s → %(after)s (%(person)s)"),
            customer=self.telling.customer(move.customer),
            before=grade(move.before),
            after=grade(move.after),
            person=self._owner(move.customer),
        )
        changes = self._files(move) if Cause.DATA in move.causes else []
        evidence = [dotted(self.telling.said(change), self.telling.source(change)) for change in changes[:_EVIDENCE]]
        if len(changes) > _EVIDENCE:
            evidence.append(self._text(_("and %(count)d further changes"), count=len(changes) - _EVIDENCE))
        place = next((change.place for change in changes if change.new is not None), None)
        return Item(head, (*self.reasons(move), *evidence), place or self._place(move.customer))

    def _owner(self, customer: str) -> str:
        return self.new.person_name(self.telling.frame(customer).dossier(customer).customer.record.consultant)

    def _place(self, customer: str) -> Place:
        return self.telling.frame(customer).dossier(customer).customer.place()

    def _files(self, passage: Passage) -> list[Change]:
        """Return the changes of a customer's files, without what only follows from them."""
        return [
            change for change in self.comparison.of(passage.customer) if change.kind.startswith(("record", "customer"))
        ]

    def reasons(self, move: Moved) -> Iterator[Rich]:
        """Yield each step of the waterfall with what it did."""
        for step in move.steps:
            name, why = self.new.tr.gettext(CAUSES[step.cause]), self.why(move, step)
            if len(move.steps) > 1:
                why = dotted(fill("%(a)s → %(b)s", a=self._standing(step.before), b=self._standing(step.after)), why)
            yield self._text("%(cause)s: %(details)s", cause=(strong(name),), details=why)

    def _standing(self, standing: str | Away | None) -> Rich:
        if isinstance(standing, Away):
            return spans(self.new.tr.gettext(_("does not count")))
        return self.new.sentences.grade(standing)

    def why(self, move: Moved, step: Step) -> Rich:
        """Return what a step of the waterfall did to a customer."""
        grading = self.comparison.after.grading(move.customer)
        last = grading.moves[-1] if grading is not None and grading.moves else None
        if step.cause is Cause.RULES and grading is not None:
            return dotted(self._by_rules(grading), self._unasked(move, grading))
        shifts = [change for change in self.comparison.of(move.customer) if isinstance(change, IndicatorChanged)]
        if step.cause is Cause.DATA and shifts:
            return self.new.words.side_by_side(self.telling.said(change) for change in shifts)
        gone = self._fallen_away(move)
        if gone is not None:
            return self._text(_("no longer so: %(cause)s"), cause=self.old.sentences.cause(gone))
        if last is not None and last.after == step.after:
            return self.new.sentences.cause(last)
        if step.cause is Cause.TIME:
            return self._text(_("only the calendar moved"))
        return self._text(_("the records say something else"))

    def _fallen_away(self, moved: Moved) -> Move | None:
        """Return the last move of the old history where the new one ends before it: a fall that is prevented."""
        old, new = self.comparison.before.grading(moved.customer), self.comparison.after.grading(moved.customer)
        if old is None or new is None or len(new.moves) >= len(old.moves):
            return None
        return old.moves[-1] if old.moves[: len(new.moves)] == new.moves else None

    def _by_rules(self, grading: Grading) -> Rich:
        """Return what the new rules hold against a customer, or for one."""
        sentences, last = self.new.sentences, grading.moves[-1] if grading.moves else None
        if grading.grade is None and grading.official.missing:
            return sentences.missing(grading.official.missing)
        if last is not None and last.cause is MoveCause.DOWNGRADE:
            return sentences.cause(last)
        if grading.grade == grading.computed and grading.official.binding and grading.grade != self.new.ladder.best:
            return self._text(_("held back by %(names)s"), names=sentences.names(grading.official.binding))
        return self._text(_("the new rules judge the same records so"))

    def _unasked(self, moved: Moved, grading: Grading) -> Rich:
        """Return why a fall to a grade that needs approval did not wait: by the new rules it is a first grade."""
        grades, rank = self.comparison.after.grades, self.new.ladder.rank
        last = grading.moves[-1] if grading.moves else None
        if grades is None or last is None or last.before is not None or grading.grade not in grades.ruleset.approvals:
            return ()
        if moved.before is None or rank(grading.grade) < rank(moved.before):
            return ()
        day = self.new.words.day(last.on)
        return self._text(_("ungraded by the new rules before %(day)s, and a first grade waits for nobody"), day=day)

    def passages(self) -> Section | None:
        """Return who comes and who goes."""
        passages: list[Entered | Left] = [*self.comparison.entered, *self.comparison.left]
        items = tuple(self._passage(passage) for passage in sorted(passages, key=lambda one: one.customer))
        return Section(self.new.tr.gettext(_("Customers who come or go")), items) if items else None

    def _passage(self, passage: Entered | Left) -> Item:
        how = _("comes, grade %(grade)s")
        if isinstance(passage, Left):
            how = _("closed, grade was %(grade)s") if passage.closed else _("gone, grade was %(grade)s")
        said = self._text(how, grade=self.new.sentences.grade(passage.grade))
        head = self._text(_("%(customer)s: %(said)s"), customer=self.telling.customer(passage.customer), said=said)
        changes = [change for change in self._files(passage) if not isinstance(change, CustomerAdded | CustomerRemoved)]
        details = [dotted(self.telling.said(change), self.telling.source(change)) for change in changes[:_EVIDENCE]]
        if not details and Cause.TIME in passage.causes:
            details = [self._text(_("only the calendar moved"))]
        return Item(head, tuple(details), self._place(passage.customer))

    def duties(self) -> Section | None:
        """Return the duties that change; nothing where nobody asked for them."""
        return duty_section(self.comparison, self.comparison.duties or (), self.telling, MOST)

    def others(self) -> Section | None:
        """Return whose records changed although the grade stays, a line each."""
        told = {
            passage.customer for passage in (*self.comparison.moves, *self.comparison.entered, *self.comparison.left)
        }
        items = []
        for customer, group in groupby(self.comparison.changes, key=lambda change: change.customer):
            changes = list(group)
            if customer and customer not in told:
                said = joined(self.new, (self.telling.said(change) for change in changes))
                head = self._text(_("%(customer)s: %(said)s"), customer=self.telling.customer(customer), said=said)
                sources = dict.fromkeys(self.telling.source(change) for change in changes if change.place)
                items.append(Item(head, tuple(sources)[:_EVIDENCE], changes[0].place))
        return Section(self.new.tr.gettext(_("Changed, the grade stays")), tuple(items)) if items else None

    def rules(self, reached: Sequence[RuleReach]) -> Section | None:
        """Return the changes of the rules, each with its reach."""
        examples = [found for found in reached if found.change.keys[0] == EXAMPLES and len(found.change.keys) > 1]
        items = [rule_item(self._rules_of(found.change), found) for found in reached if found not in examples]
        if examples:
            head = self._text(_("Examples changed: %(count)d"), count=len({found.change.keys[1] for found in examples}))
            items.append(Item(head, (), examples[0].change.place))
        return Section(self.new.tr.gettext(_("Changes of the rules")), tuple(items)) if items else None

    def _rules_of(self, change: RuleChanged) -> Frame:
        """Return the frame whose rules know the names of a change."""
        return self.old if change.new is None else self.new

    def office(self) -> Section | None:
        """Return the changes of office.yaml."""
        changes = [change for change in self.comparison.changes if isinstance(change, OfficeChanged)]
        items = tuple(
            Item(self.telling.said(change), (self.telling.source(change),), change.place) for change in changes
        )
        return Section(self.new.tr.gettext(_("Changes of the office")), items) if items else None


_WAYS = (_("up"), _("down"), _("graded now"), _("ungraded now"))


def _problems(comparison: Comparison, tr: Translator) -> Section | None:
    items = [problem_item(problem, tr) for problem in comparison.new_problems[:_PROBLEMS]]
    if len(comparison.new_problems) > _PROBLEMS:
        count = len(comparison.new_problems) - _PROBLEMS
        items.append(Item(fill(tr.gettext(_("and %(count)d further problems; fenji check names all")), count=count)))
    return Section(tr.gettext(_("New problems")), tuple(items)) if items else None


def problem_item(problem: Problem, tr: Translator) -> Item:
    """Return a problem: its sentence, its place."""
    place = problem.place
    file = link(str(place), Kind.FILE, place.path, place.line)
    return Item(dotted(spans(problem.text(tr)), (file,)), (), place, problem.level)


def _guarded(guard: Guard, words: Words) -> Iterator[Rich]:
    if guard.trips:
        sentence = _(
            "%(moved)d of %(graded)d graded customers move or are gone: %(percent)d %%, more than the %(allowed)s %% "
            "allowed. If that is meant, run again with --allow-mass-change."
        )
        percent, allowed = int(guard.percent), words.amount(guard.allowed)
        figures = {"moved": guard.moved, "graded": guard.graded, "percent": percent}
        yield fill(words.tr.gettext(sentence), allowed=allowed, **figures)


def _provenance(comparison: Comparison, words: Words, ends: Ends) -> Rich:
    day = words.whole_day(comparison.after.as_of)
    return fill(
        words.tr.gettext(_("From %(base)s to %(head)s, both judged on %(day)s")),
        base=ends.base,
        head=ends.head,
        day=day,
    )


def unavailable(comparison: Comparison, tr: Translator) -> Iterator[Rich]:
    """Yield what is not known about who changed what."""
    if not comparison.origins.complete:
        yield spans(
            tr.gettext(
                _("Who changed what is not available or not complete: this clone does not hold the whole history.")
            )
        )
