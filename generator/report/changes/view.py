"""The page of one week's changes, and the index of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.compare.comparison import problems_only_in
from generator.compare.duties import asked_otherwise, with_duties
from generator.compare.duty import Reason
from generator.read.problem import Problem
from generator.report.causes import dotted
from generator.report.changes.authors import Author, Commits
from generator.report.changes.customers import Customers
from generator.report.changes.entry import Listed, Room, cut
from generator.report.changes.figures import changes_line, lead
from generator.report.changes.index import ChangesLine
from generator.report.changes.private import hushed
from generator.report.plan.building import problem_item, unavailable
from generator.report.plan.duties import duty_section
from generator.report.plan.view import Item
from generator.report.rich import Rich
from generator.report.week.archive import Weekly
from generator.report.week.telling import Telling
from generator.texts import Translator, _
from generator.values import dataclass, replace

_RULES, _OFFICE, _PROBLEMS, _LONGEST = 24, 12, 10, 260
_DUTIES, _CUSTOMERS = 12, 3
_RECORDED = frozenset({Reason.RECORD, Reason.DECISION})


@dataclass(frozen=True, slots=True)
class Items:
    """Things to know, of which ``beyond`` more are not shown; ``source`` tells who committed them."""

    items: tuple[Item, ...]
    beyond: int
    source: Rich = ()

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.items) + self.beyond


@dataclass(frozen=True, slots=True)
class ChangesView:
    """The page of a week's changes; ``before`` is the week before, empty where it has no page.

    ``recorded`` is False where no history tells who committed what.
    """

    week: str
    title: str
    span: str
    before: str
    notices: tuple[Rich, ...]
    lead: Rich
    moved: int
    moves: tuple[Listed, ...]
    come: Listed
    gone: Listed
    rules: Items
    duties: Items
    office: Items
    others: Listed
    authors: tuple[Author, ...]
    authors_beyond: int
    recorded: bool
    problems: Items
    mended: Items
    provenance: Rich


@dataclass(frozen=True, slots=True)
class Told:
    """A week's changes: the page, its line in the index."""

    view: ChangesView
    line: ChangesLine


def changes_told(telling: Telling, before: str) -> Told:
    """Return the changes of a week; ``before`` is the page of the week before, empty where it has none."""
    weekly = telling.weekly
    customers, commits = Customers(telling, Room()), Commits(telling)
    line = changes_line(telling, customers, commits)
    building, compared = telling.building, weekly.comparison
    rules, office = building.rules(weekly.reached), building.office()
    moves, come, gone = tuple(customers.moves()), customers.come(), customers.gone()
    new, mended = problem_changes(weekly)
    view = ChangesView(
        week=str(weekly.week),
        title=title(telling),
        span=telling.span(),
        before=before,
        notices=tuple(_notices(telling)),
        lead=lead(telling, line, (len(new), len(mended))),
        moved=len(compared.moves),
        moves=moves,
        come=come,
        gone=gone,
        rules=_items(rules.items if rules is not None else (), _RULES, _rules_source(telling)),
        duties=_items(_duties(telling), _DUTIES),
        office=_items(office.items if office is not None else (), _OFFICE),
        others=customers.others(),
        authors=(authors := commits.authors()),
        authors_beyond=len(commits.by_author) - len(authors),
        recorded=not weekly.after.reconstructed and (compared.origins.complete or bool(commits.all)),
        problems=_problems(new, telling.tr),
        mended=_problems(mended, telling.tr),
        provenance=_provenance(telling),
    )
    return Told(view, line)


def title(telling: Telling) -> str:
    """Return what the page is called: 2026 年第 46 周的变更."""
    return telling.tr.gettext(_("%(week)s: what changed")) % {"week": telling.title()}


def problem_changes(weekly: Weekly) -> tuple[Sequence[Problem], Sequence[Problem]]:
    """Return the problems of the files that are new in a week, and those that are mended."""
    before, after = (
        replace(side.judged, problems=side.judged.snapshot.problems) for side in (weekly.before, weekly.after)
    )
    return tuple(problems_only_in(after, before)), tuple(problems_only_in(before, after))


def _notices(telling: Telling) -> Iterator[Rich]:
    """Yield what a reader must know about the ground that the comparison stands on."""
    yield from telling.notices()
    if telling.weekly.after.reconstructed:
        yield telling.text(
            _("Both sides of the comparison are the same files; only the day differs. Who recorded what is not known.")
        )
    else:
        yield from unavailable(telling.weekly.comparison, telling.tr)


def _rules_source(telling: Telling) -> Rich:
    rules = telling.weekly.comparison.rules
    return hushed(telling.building.telling.commits(rules[0]), {}) if rules else ()


def _duties(telling: Telling) -> Sequence[Item]:
    """Return the duties that rules, milestones, people and other grades change.

    What the contacts of a week bring is told with them, so that only a week with other rules or another office looks.
    """
    compared, sentences = telling.weekly.comparison, telling.building.telling
    if not asked_otherwise(compared):
        return ()
    found = [change for change in with_duties(compared).duties or () if not _RECORDED.issuperset(change.reasons)]
    section = duty_section(compared, found, sentences, _CUSTOMERS)
    return () if section is None else section.items


def _items(items: Sequence[Item], most: int, source: Rich = ()) -> Items:
    return Items(tuple(_hushed(item) for item in items[:most]), max(len(items) - most, 0), source)


def _hushed(item: Item) -> Item:
    head, *details = (cut(hushed(rich, {}), _LONGEST) for rich in (item.head, *item.details))
    return replace(item, head=head, details=tuple(details))


def _problems(problems: Sequence[Problem], tr: Translator) -> Items:
    return replace(
        _items([problem_item(problem, tr) for problem in problems[:_PROBLEMS]], _PROBLEMS),
        beyond=max(len(problems) - _PROBLEMS, 0),
    )


def _provenance(telling: Telling) -> Rich:
    """Return the two revisions that are compared, and what the later one is judged by (L2)."""
    before = telling.building.old.snapshot.revision
    since = telling.text(_("compared with data %(revision)s"), revision=before[:12]) if before else ()
    return dotted(telling.provenance(), since)
