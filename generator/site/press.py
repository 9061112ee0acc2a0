"""What turns a view model into a page: Markdown with front matter, whose body is one block of ready HTML."""

from __future__ import annotations

import json
import re

from jinja2 import Environment

from generator.model.office import Role
from generator.report.frame import Frame
from generator.site.docs import MARK
from generator.site.links import Hosting, Links
from generator.site.markup import Pen
from generator.texts import Translator, one_line
from generator.values import dataclass

# What a title must not hold because themes write it into their HTML as it is: shown as the full-width forms.
_NEUTRAL = str.maketrans(
    {"<": "＜", ">": "＞", "&": "＆", '"': "＂", "'": "＇", "`": "｀", "{": "｛", "}": "｝", "\\": "＼"}
)
_BLANK = re.compile(r"\n\s*\n+")


def harmless(title: str) -> str:
    """Return a title on one line, with what themes would take for HTML as full-width signs."""
    return one_line(title).translate(_NEUTRAL)


def front_matter(title: str, *, searched: bool = True) -> str:
    """Return a page's front matter; the title is the only value in it, quoted, and harmless as HTML too."""
    quoted = json.dumps(harmless(title), ensure_ascii=False)
    lines = ["---", f"title: {quoted}", "hide: [navigation, toc]"]
    lines += [] if searched else ["search: {exclude: true}"]
    return "\n".join([*lines, "---", ""])


@dataclass(frozen=True, slots=True)
class Plate:
    """What turns view models into pages: the templates, the reader's language, the addresses of the files."""

    env: Environment
    tr: Translator
    hosting: Hosting | None

    def page(self, template: str, title: str, up: str, view: object, *, searched: bool = True, **more: object) -> str:
        """Return one page."""
        links = Links(up, self.hosting)
        pen = Pen(links, self.tr)
        source = self.env.get_template(f"pages/{template}.html.j2")
        body = source.render(view=view, links=links, pen=pen, rich=pen.rich, **more)
        return f"{front_matter(title, searched=searched)}\n{MARK}{_BLANK.sub(chr(10), body).strip()}\n"


@dataclass(frozen=True, slots=True)
class Press:
    """What turns view models into pages of the present office, with what all of them have in common."""

    env: Environment
    frame: Frame
    hosting: Hosting | None

    def page(self, template: str, title: str, up: str, view: object, *, searched: bool = True, **more: object) -> str:
        """Return one page."""
        return Plate(self.env, self.frame.tr, self.hosting).page(template, title, up, view, searched=searched, **more)

    def approver(self, grade: str) -> str:
        """Return the id of who approves falls to a grade, where it can be only one person."""
        role = self.frame.grades.ruleset.approvals.get(grade)
        return self.decider(role) if role is not None else ""

    def decider(self, *roles: Role) -> str:
        """Return the id of who has one of some roles, where it can be only one person; else nothing."""
        people = [
            name for name, person in self.frame.office.people.items() if person.role in roles and person.left is None
        ]
        return people[0] if len(people) == 1 else ""
