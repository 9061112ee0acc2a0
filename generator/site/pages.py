"""View models → the pages' files: Markdown whose body is one block of ready HTML, and the assets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.model.office import Role
from generator.model.record import Channel, DecisionKind
from generator.read.problem import Problem
from generator.report.approvals import approvals_customers, approvals_row, approvals_view
from generator.report.consultants import consultant_customers, consultant_view, consultants_view
from generator.report.customer import CustomerView, customer_view
from generator.report.customers import Everybody, Line, customers_view, everybody, line
from generator.report.frame import Frame
from generator.report.handbook import handbook_view
from generator.report.home import HomeView, home_view, provenance
from generator.report.pool import pool_customers, pool_row, pool_view
from generator.report.quality import quality_customers, quality_facts, quality_view
from generator.report.roster import turns
from generator.sharing import shared
from generator.site.docs import make_real, write_page
from generator.site.earlier import NOTHING, Earlier, Facts
from generator.site.environment import Templates, assets, make_templates
from generator.site.links import Hosting, contact_text, decision_text, free_name, page_name
from generator.site.listing import Listing, Rows, rows
from generator.site.meetings import evening_pages, weekly_pages
from generator.site.past import Stories, Wish
from generator.site.press import Press
from generator.site.weeks import gone, week_indexes
from generator.store import digest
from generator.values import dataclass, field, replace

if TYPE_CHECKING:
    from generator.report.week.archive import Archive

_CUSTOMERS, _CONSULTANTS, _MEETINGS, _WEEKS, _CHANGES = "customers", "consultants", "meetings", "weeks", "changes"

_LIST = 2000
"""So many customers are in one list: a table of them weighs about 0.7 MB."""

_TOGETHER = 40
"""So many customers are one piece of work: few enough that all processes end at about the same time."""

Files = dict[str, str | bytes]
Lister = Callable[[Press], Iterable[Listing]]


@dataclass(frozen=True, slots=True)
class Means:
    """What pages are made with: the templates, the weeks, what stands already, and so many processes.

    ``stories`` waits until the weeks are told; without it there are no pages of weeks. ``docs`` is where customers'
    pages are written by whoever makes them; without it they come back with the others. ``digests`` are those of the
    records that are known already, by customer.
    """

    templates: Templates
    stories: Callable[[], Stories] | None
    earlier: Earlier = NOTHING
    docs: Path | None = None
    processes: int = 1
    digests: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Printed:
    """The files below build/docs by path: those to be written, and the pages that stand there, so many ``written`` now.

    ``earlier`` tells what the next build may know of these, once they stand.
    """

    files: Mapping[str, str | bytes]
    standing: Collection[str]
    written: int
    earlier: Callable[[], Earlier]


@dataclass(frozen=True, slots=True)
class Made:
    """A page that may stand: its path, the digests of what it shows and of its bytes, and these unless written.

    ``state`` is that of the written file, ``fresh`` tells whether it had to be written; ``rows`` are those of a list.
    """

    path: str
    facts: str
    digest: str
    page: bytes | None
    state: str = ""
    fresh: bool = False
    rows: Rows | None = None


def pages(
    shown: Frame, problems: Sequence[Problem], folders: Sequence[Path], archive: Archive | None = None
) -> Mapping[str, str | bytes]:
    """Return every file below build/docs by its path: the same inputs and the same history give the same bytes.

    Without an ``archive`` there are no pages of weeks. Raises jinja2's errors for a broken template.
    """
    from generator.site.stories import stories  # noqa: PLC0415 - loads all that compares weeks; no build needs it here

    templates = make_templates(folders, shown.tr)
    wish = Wish(shown.as_of, templates.env, shown.tr)
    told = partial(stories, archive, wish) if archive is not None else None
    files = print_pages(shown, problems, Means(templates, told)).files
    return {path: _text(content) if path.endswith(".md") else content for path, content in files.items()}


def _text(content: str | bytes) -> str:
    return content.decode() if isinstance(content, bytes) else content


def print_pages(shown: Frame, problems: Sequence[Problem], means: Means) -> Printed:
    """Return what ``pages`` does, made by several processes, without the customers' pages that stand already."""
    hosting = Hosting(shown.office.repository) if shown.office.repository is not None else None
    press = Press(means.templates.env, shown, hosting)
    facts = Facts(shown, means.templates.common, means.digests)
    shown.work.prepare()  # here, or every process would work it out again
    if means.docs is not None:
        for folder in (_CUSTOMERS, _CONSULTANTS, _MEETINGS, _WEEKS, _CHANGES):
            make_real(means.docs / folder)  # before several processes write there

    everyone = tuple(shown.everyone)
    changed = frozenset(one for one in everyone if means.earlier.facts(_page_of(one)) != facts.of(one))
    groups = [everyone[start : start + _TOGETHER] for start in range(0, len(everyone), _TOGETHER)]
    listings = listers(problems)
    lists = [_index_of_consultants, evening_pages]
    work: list[Callable[[], Any]] = [partial(_listed, press, facts, means, changed, pages) for pages in listings]
    work += [partial(pages, press) for pages in lists]
    work += [partial(home_view, shown, problems)]  # home tells of the newest week
    work += [partial(_customers, press, facts, means, group) for group in groups]
    done = shared(work, _done, means.processes)
    home, *customers = done[len(listings) + len(lists) :]
    found = [one for group in (*done[: len(listings)], *customers) for one in group]

    told = means.stories() if means.stories is not None else None
    files: Files = {**_home(press, home, told), **assets(means.templates.folders)}
    files |= {path: page for some in done[len(listings) :][: len(lists)] for path, page in some.items()}
    if told is not None:
        found += _listed(press, facts, means, changed, partial(week_indexes, stories=told))
        files |= {**told.files, **gone(press, told)}
    files |= {one.path: one.page for one in found if one.page is not None}
    standing = [one.path for one in found if one.page is None]
    standing += told.standing if told is not None else ()
    known = {one.path: (one.facts, one.digest, one.state) for one in found}
    rows_of = {one.path: one.rows for one in found if one.rows is not None}
    remembered = told.remembered if told is not None else NOTHING.weeks
    return Printed(
        files, standing, sum(one.fresh for one in found), partial(means.earlier.after, known, rows_of, remembered)
    )


def listers(problems: Sequence[Problem]) -> Sequence[Lister]:
    """Return what makes the pages that stand as long as the facts of the customers do of whom they tell."""
    return weekly_pages, _everybody, _consultants, _pool, _approvals, partial(_quality, problems=problems), _rules


def _done(piece: Callable[[], Any]) -> Any:
    return piece()


def _customers(press: Press, facts: Facts, means: Means, customers: Sequence[str]) -> list[Made]:
    """Return some customers' pages, written to the folder of the pages if there is one."""
    return [_made(means, _page_of(one), facts.of(one), partial(_customer, press, one)) for one in customers]


def _page_of(customer: str) -> str:
    """Return the path of a customer's page."""
    return f"{_CUSTOMERS}/{page_name(customer)}.md"


def _listed(press: Press, facts: Facts, means: Means, changed: Collection[str], listings: Lister) -> list[Made]:
    """Return some lists of customers, as `_customers` does their pages; some customers have ``changed``."""
    return [_list(facts, means, changed, one) for one in listings(press)]


def _list(facts: Facts, means: Means, changed: Collection[str], one: Listing) -> Made:
    """Return a list: it stands where its rows do or, where it has none, the facts of whom it tells."""
    found = rows(one, facts.row, means.earlier.rows.get(one.path, {}), changed)
    shown = facts.together(one.said, one.customers) if found is None else facts.in_rows(one.said, found)
    return replace(_made(means, one.path, shown, one.make), rows=found)


def _made(means: Means, path: str, facts: str, make: Callable[[], str]) -> Made:
    """Return a page, made only if it does not stand already."""
    if (standing := means.earlier.standing(path, facts)) is not None:
        return Made(path, facts, standing, None, means.earlier.state(path))
    page = make().encode()
    if means.docs is None:
        return Made(path, facts, digest(page), page)
    fresh = write_page(means.docs, path, page)
    return Made(path, facts, digest(page), None, means.earlier.state(path), fresh)


def _everybody(press: Press) -> Iterator[Listing]:
    """Yield the lists of all customers: one, or in a large office several that a browser can hold."""
    frame, every, source = press.frame, everybody(press.frame), provenance(press.frame)
    starts = range(0, max(len(every.open), 1), _LIST)
    names = ["customers/index", *(f"customers/{number + 1}-" for number in range(1, len(starts)))]  # no id ends in “-”

    def make(name: str, some: Everybody) -> str:
        more = {"source": source, "parts": names, "size": _LIST, "part": name}
        view, title = customers_view(frame, some), frame.tr.gettext("Customers")
        return press.page("customers", title, "../", view, searched=name == names[0], **more)

    for name, start in zip(names, starts, strict=True):
        some = Everybody(every.answer, every.open[start : start + _LIST], () if start else every.closed)
        listed = [tuple(grading.id for grading in gradings) for gradings in (some.open, some.closed)]
        said = every.answer, source, names, list(map(len, listed))
        row = partial(_line, frame)
        yield Listing(f"{name}.md", said, (*listed[0], *listed[1]), partial(make, name, some), row)


def _line(frame: Frame, customer: str) -> Line:
    return line(frame, frame.everyone[customer])


def _home(press: Press, view: HomeView, stories: Stories | None) -> Mapping[str, str]:
    newest = stories.told[-1] if stories is not None and stories.told else None
    return {"index.md": press.page("home", press.frame.tr.gettext("Home"), "", view, newest=newest)}


def _consultants(press: Press) -> Iterator[Listing]:
    """Yield everybody's page who works here."""
    frame = press.frame

    def make(owner: str) -> str:
        view = consultant_view(frame, owner)
        return press.page("consultant", view.name, "../", view)

    for owner in frame.staff:
        path = f"{_CONSULTANTS}/{page_name(owner)}.md"
        yield Listing(path, owner, consultant_customers(frame, owner), partial(make, owner))


def _index_of_consultants(press: Press) -> Mapping[str, str]:
    frame, title = press.frame, press.frame.tr.gettext("Consultants")
    view, order, source = consultants_view(frame), turns(frame), provenance(frame)
    return {f"{_CONSULTANTS}/index.md": press.page("consultants", title, "../", view, turns=order, source=source)}


def _rules(press: Press) -> Iterator[Listing]:
    frame = press.frame

    def make() -> str:
        return press.page("rules", frame.tr.gettext("Rules"), "", handbook_view(frame))

    yield Listing("rules.md", provenance(frame), (), make)


def _quality(press: Press, problems: Sequence[Problem]) -> Iterator[Listing]:
    frame, source = press.frame, provenance(press.frame)

    def make() -> str:
        title = frame.tr.gettext("Data quality")
        return press.page("quality", title, "", quality_view(frame, problems), source=source)

    yield Listing("quality.md", (source, quality_facts(frame, problems)), quality_customers(frame), make)


def _approvals(press: Press) -> Iterator[Listing]:
    frame, source = press.frame, provenance(press.frame)

    def make() -> str:
        view = approvals_view(frame)
        drafts = {}
        for one in view.waiting:
            text = decision_text(DecisionKind.APPROVE_DOWNGRADE, one.to, press.approver(one.to))
            drafts[one.customer] = (_decision_path(press, one.customer), text)
        title = frame.tr.gettext("Approvals")
        return press.page("approvals", title, "", view, drafts=drafts, source=source)

    def row(customer: str) -> object:
        return approvals_row(frame, customer), _decision_path(press, customer)

    yield Listing("approvals.md", (source, len(frame.present)), approvals_customers(frame), make, row)


def _pool(press: Press) -> Iterator[Listing]:
    frame, source = press.frame, provenance(press.frame)

    def make() -> str:
        view = pool_view(frame)
        paths = {one: _decision_path(press, one) for one in view.customers}
        claim = decision_text(DecisionKind.CLAIM, "", press.decider(Role.LEADER, Role.MANAGER))
        manager = press.decider(Role.MANAGER)
        swaps = {one.customer: decision_text(DecisionKind.TRANSFER, one.taker, manager) for one in view.swaps}
        title = frame.tr.gettext("Pool")
        return press.page("pool", title, "", view, paths=paths, claim=claim, swaps=swaps, source=source)

    def row(customer: str) -> object:
        return pool_row(frame, customer), _decision_path(press, customer)

    yield Listing("pool.md", source, pool_customers(frame), make, row)


def _decision_path(press: Press, customer: str) -> str:
    """Return the path of a customer's next decision."""
    dossier = press.frame.dossier(customer)
    return free_name(f"{dossier.folder}/decisions", [decision.path for decision in dossier.decisions])


def _contacts(press: Press, view: CustomerView) -> Mapping[str, str]:
    """Return the texts of a call back and of a visit, by channel."""
    tr = press.frame.tr
    planned = tr.gettext("Is a next step agreed? Take the # of the next line away, and fill it in.")
    remark = tr.gettext("Delete the lines that were not asked.")
    channels = Channel.FOLLOW_UP, Channel.VISIT
    return {one.value: contact_text(one, view.owner, view.judged, planned, remark) for one in channels}


def _customer(press: Press, customer: str) -> str:
    view = customer_view(press.frame, customer)
    path = free_name(f"{view.folder}/visits", view.files)
    title = f"{view.name} {view.id}"
    return press.page(
        "customer",
        title,
        "../",
        view,
        searched=False,
        drafts=_contacts(press, view),
        draft_path=path,
        override=decision_text(DecisionKind.OVERRIDE, "", press.decider(Role.LEADER, Role.MANAGER), " "),
        override_path=_decision_path(press, customer),
        record=f"{view.folder}/customer.yaml",
    )
