"""View models → the pages' files: Markdown whose body is one block of ready HTML, and the assets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.model.office import Role
from generator.model.record import DecisionKind
from generator.read.problem import Problem
from generator.report.approvals import approvals_view
from generator.report.changes.view import ChangesView
from generator.report.consultants import consultant_view, consultants_view
from generator.report.customer import customer_view
from generator.report.customers import customers_view
from generator.report.frame import Frame
from generator.report.handbook import handbook_view
from generator.report.home import home_view, provenance
from generator.report.pool import pool_view
from generator.report.quality import quality_view
from generator.report.week.archive import Archive
from generator.site.environment import assets, environment
from generator.site.links import Hosting, decision_text, free_name, page_name, visit_text
from generator.site.press import Press
from generator.site.weeks import WeekPages, week_pages


def pages(
    shown: Frame, problems: Sequence[Problem], templates: Sequence[Path], archive: Archive | None = None
) -> Mapping[str, str | bytes]:
    """Return every file below build/docs by its path: the same inputs and the same history give the same bytes.

    Without an ``archive`` there are no pages of weeks. Raises jinja2's errors for a broken template.
    """
    hosting = Hosting(shown.office.repository) if shown.office.repository is not None else None
    press = Press(environment(templates, shown.tr), shown, hosting)
    told = week_pages(archive, press.env, shown) if archive is not None else WeekPages({}, None)
    files: dict[str, str | bytes] = {**told.files, **_index_pages(press, problems, told.newest)}
    files |= {**_approvals(press), **_pool(press), **assets(templates)}
    for owner in shown.owners:
        view = consultant_view(shown, owner)
        files[f"consultants/{page_name(owner)}.md"] = press.page("consultant", view.name, "../", view)
    for customer in shown.everyone:
        files[f"customers/{page_name(customer)}.md"] = _customer(press, customer)
    return files


def _index_pages(press: Press, problems: Sequence[Problem], newest: ChangesView | None) -> Mapping[str, str]:
    tr, shown = press.frame.tr, press.frame
    source = provenance(shown)
    return {
        "index.md": press.page("home", tr.gettext("Home"), "", home_view(shown, problems), newest=newest),
        "consultants/index.md": press.page(
            "consultants", tr.gettext("Consultants"), "../", consultants_view(shown), source=source
        ),
        "customers/index.md": press.page(
            "customers", tr.gettext("Customers"), "../", customers_view(shown), source=source
        ),
        "quality.md": press.page(
            "quality", tr.gettext("Data quality"), "", quality_view(shown, problems), source=source
        ),
        "rules.md": press.page("rules", tr.gettext("Rules"), "", handbook_view(shown)),
    }


def _approvals(press: Press) -> Mapping[str, str]:
    view = approvals_view(press.frame)
    drafts = {}
    for one in view.waiting:
        text = decision_text(DecisionKind.APPROVE_DOWNGRADE, one.to, press.approver(one.to))
        drafts[one.customer] = (_decision_path(press, one.customer), text)
    title = press.frame.tr.gettext("Approvals")
    return {"approvals.md": press.page("approvals", title, "", view, drafts=drafts, source=provenance(press.frame))}


def _pool(press: Press) -> Mapping[str, str]:
    view = pool_view(press.frame)
    paths = {one.customer: _decision_path(press, one.customer) for one in view.pooled}
    claim = decision_text(DecisionKind.CLAIM, "", press.decider(Role.LEADER, Role.MANAGER))
    manager = press.decider(Role.MANAGER)
    swaps = {one.customer: decision_text(DecisionKind.TRANSFER, one.taker, manager) for one in view.swaps}
    title = press.frame.tr.gettext("Pool")
    return {
        "pool.md": press.page(
            "pool", title, "", view, paths=paths, claim=claim, swaps=swaps, source=provenance(press.frame)
        )
    }


def _decision_path(press: Press, customer: str) -> str:
    """Return the path of a customer's next decision."""
    dossier = press.frame.dossier(customer)
    return free_name(f"{dossier.folder}/decisions", [decision.path for decision in dossier.decisions])


def _customer(press: Press, customer: str) -> str:
    view = customer_view(press.frame, customer)
    remark = press.frame.tr.gettext("Delete the lines that were not asked.")
    draft = visit_text(view.owner, view.judged, remark)
    path = free_name(f"{view.folder}/visits", view.files)
    title = f"{view.name} {view.id}"
    return press.page(
        "customer",
        title,
        "../",
        view,
        searched=False,
        draft=draft,
        draft_path=path,
        record=f"{view.folder}/customer.yaml",
    )
