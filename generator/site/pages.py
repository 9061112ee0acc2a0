"""View models → the pages' files: Markdown whose body is one block of ready HTML, and the assets."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment

from generator.grade.office import OfficeGrades
from generator.model.snapshot import Snapshot
from generator.read.problem import Problem
from generator.report.approvals import approvals_view
from generator.report.consultants import consultant_view, consultants_view
from generator.report.customer import customer_view
from generator.report.customers import customers_view
from generator.report.frame import Frame, frame
from generator.report.handbook import handbook_view
from generator.report.home import home_view, provenance
from generator.report.quality import quality_view
from generator.site.environment import assets, environment
from generator.site.links import Hosting, Links, approval_text, free_name, page_name, visit_text
from generator.site.markup import Pen
from generator.site.ready_html import MARK
from generator.texts import Translator, one_line

# What a title must not hold because themes write it into their HTML as it is: shown as the full-width forms.
_NEUTRAL = str.maketrans(
    {"<": "＜", ">": "＞", "&": "＆", '"': "＂", "'": "＇", "`": "｀", "{": "｛", "}": "｝", "\\": "＼"}
)
_BLANK = re.compile(r"\n\s*\n+")


def front_matter(title: str, *, searched: bool = True) -> str:
    """Return a page's front matter; the title is the only value in it, quoted, and harmless as HTML too."""
    quoted = json.dumps(one_line(title).translate(_NEUTRAL), ensure_ascii=False)
    lines = ["---", f"title: {quoted}", "hide: [navigation, toc]"]
    lines += [] if searched else ["search: {exclude: true}"]
    return "\n".join([*lines, "---", ""])


@dataclass(frozen=True, slots=True)
class Press:
    """What turns view models into pages: the templates, and what all pages of an office have in common."""

    env: Environment
    frame: Frame
    hosting: Hosting | None

    def page(self, template: str, title: str, up: str, view: object, *, searched: bool = True, **more: object) -> str:
        """Return one page."""
        links = Links(up, self.hosting)
        pen = Pen(links, self.frame.tr)
        source = self.env.get_template(f"pages/{template}.html.j2")
        body = source.render(view=view, links=links, pen=pen, rich=pen.rich, **more)
        return f"{front_matter(title, searched=searched)}\n{MARK}{_BLANK.sub(chr(10), body).strip()}\n"

    def approver(self, grade: str) -> str:
        """Return the id of who approves falls to a grade, where it can be only one person."""
        role = self.frame.grades.ruleset.approvals.get(grade)
        people = [
            name for name, person in self.frame.office.people.items() if person.role == role and person.left is None
        ]
        return people[0] if len(people) == 1 else ""


def pages(
    snapshot: Snapshot,
    grades: OfficeGrades,
    problems: Sequence[Problem],
    translator: Translator,
    templates: Sequence[Path],
) -> Mapping[str, str | bytes]:
    """Return every file below build/docs by its path: the same inputs give the same bytes.

    Raises ValueError for an office without a usable office.yaml or rules.yaml, jinja2's errors for a broken template.
    """
    shown = frame(snapshot, grades, translator)
    hosting = Hosting(shown.office.repository) if shown.office.repository is not None else None
    press = Press(environment(templates, translator), shown, hosting)
    files: dict[str, str | bytes] = {**_index_pages(press, problems), **_approvals(press), **assets(templates)}
    for owner in shown.owners:
        view = consultant_view(shown, owner)
        files[f"consultants/{page_name(owner)}.md"] = press.page("consultant", view.name, "../", view)
    for customer in shown.everyone:
        files[f"customers/{page_name(customer)}.md"] = _customer(press, customer)
    return files


def _index_pages(press: Press, problems: Sequence[Problem]) -> Mapping[str, str]:
    tr, shown = press.frame.tr, press.frame
    source = provenance(shown)
    return {
        "index.md": press.page("home", tr.gettext("Home"), "", home_view(shown, problems)),
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
        dossier = press.frame.dossier(one.customer)
        path = free_name(f"{dossier.folder}/decisions", [decision.path for decision in dossier.decisions])
        drafts[one.customer] = (path, approval_text(one.to, press.approver(one.to)))
    title = press.frame.tr.gettext("Approvals")
    return {"approvals.md": press.page("approvals", title, "", view, drafts=drafts, source=provenance(press.frame))}


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
