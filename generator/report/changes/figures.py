"""The figures of a week's changes, and the few sentences that tell them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from generator.compare.waterfall import Cause
from generator.report.changes.authors import Commits
from generator.report.changes.customers import Customers
from generator.report.changes.index import ChangesLine
from generator.report.plan.building import CAUSES
from generator.report.rich import Rich, fill, strong
from generator.report.week.telling import Telling
from generator.texts import _

CAUSE_ORDER = (Cause.DATA, Cause.RULES, Cause.TIME)


def changes_line(telling: Telling, customers: Customers, commits: Commits) -> ChangesLine:
    """Return the figures of a week."""
    compared = telling.weekly.comparison
    causes = Counter(cause for move in compared.moves for cause in move.causes)
    return ChangesLine(
        week=str(telling.weekly.week),
        title=telling.title(),
        span=telling.span(),
        reconstructed=telling.weekly.after.reconstructed,
        commits=len(commits.all),
        authors=len(commits.by_author),
        touched=len(customers.touched),
        causes=tuple(causes[cause] for cause in CAUSE_ORDER),
        come=len(compared.entered),
        gone=len(compared.left),
        rules=len(compared.rules),
    )


def lead(telling: Telling, line: ChangesLine, problems: tuple[int, int]) -> Rich:
    """Return the week's changes in a few sentences; that nothing changed is said, too."""
    return telling.frame.words.sentences(tuple(_sentences(telling, line, problems)))


def _sentences(telling: Telling, line: ChangesLine, problems: tuple[int, int]) -> Iterator[Rich]:
    tr, text, moves = telling.tr, telling.text, len(telling.weekly.comparison.moves)
    if line.commits:
        yield text(_("Commits: %(n)s, people: %(people)s."), n=strong(line.commits), people=strong(line.authors))
    changed = any((line.touched, moves, line.come, line.gone, line.rules, *problems))
    if not changed and not telling.weekly.comparison.changes:
        yield text(_("Nothing changed: no record, no rule, no grade."))
        return
    if line.touched:
        yield text(_("Customers with changed records: %(n)s."), n=strong(line.touched))
    if moves:
        by_cause = zip(CAUSE_ORDER, line.causes, strict=True)
        parts = (fill("%(name)s %(n)d", name=tr.gettext(CAUSES[cause]), n=n) for cause, n in by_cause if n)
        figures = telling.frame.words.side_by_side(parts)
        yield text(_("Grades that moved: %(n)s (%(figures)s)."), n=strong(moves), figures=figures)
    else:
        yield text(_("No grade moved."))
    come_and_go = ((_("%(n)s come"), line.come), (_("%(n)s closed or gone"), line.gone))
    yield from _figures(telling, _("Customers: %(figures)s."), come_and_go)
    if line.rules:
        yield text(_("Changes of the rules: %(n)s."), n=strong(line.rules))
    new, mended = problems
    yield from _figures(
        telling, _("Problems of the files: %(figures)s."), ((_("%(n)s new"), new), (_("%(n)s mended"), mended))
    )


def _figures(telling: Telling, msgid: str, figures: Sequence[tuple[str, int]]) -> Iterator[Rich]:
    """Yield a sentence with those figures that are not zero; nothing where all are."""
    parts = [telling.text(figure, n=strong(n)) for figure, n in figures if n]
    if parts:
        yield telling.text(msgid, figures=telling.frame.words.side_by_side(parts))
