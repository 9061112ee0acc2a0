"""The plan as text, as Markdown for a pull request, and as annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.read.problem import Level, Place
from generator.read.tree import RULES
from generator.report.plan.markdown import escaped, markdown
from generator.report.plan.view import Item, Plan
from generator.report.problems import annotation
from generator.report.rich import plain
from generator.texts import one_line, visible

LONGEST = 60_000
"""So many characters a comment on a pull request may have, with room for what the pipeline adds."""


def as_text(plan: Plan) -> str:
    """Return the plan for a terminal."""
    lines = [plan.title, *(f"! {plain(warning)}" for warning in plan.warnings), *map(plain, plan.facts)]
    for section in plan.sections:
        lines += ["", section.title]
        for item in section.items:
            lines += [f"  {plain(item.head)}", *(f"      {plain(detail)}" for detail in item.details)]
    return "".join(f"{visible(line)}\n" for line in [*lines, "", *map(plain, plan.notes)])


def as_markdown(plan: Plan, longest: int = LONGEST) -> str:
    """Return the plan for a pull request, cut between two items where it is longer than ``longest`` characters."""
    head = [f"### {escaped(plan.title)}", ""]
    head += [f"> **⚠** {markdown(warning)}\n" for warning in plan.warnings]
    head += [f"- {markdown(fact)}" for fact in plan.facts]
    foot = ["", *(f"<sub>{markdown(note)}</sub>  " for note in plan.notes)]
    command = escaped(plan.command) if "`" in plan.command else f"`{one_line(plan.command)}`"
    cut = ["", f"**…** {escaped(plan.rest)} {command}"]
    room = longest - _length([*head, *foot, *cut])
    body: list[str] = []
    for block in _blocks(plan):
        room -= _length(block)
        if room < 0:
            body += cut
            break
        body += block
    return "".join(f"{line}\n" for line in [*head, *body, *foot])


def _blocks(plan: Plan) -> Iterator[list[str]]:
    """Yield the lines that stay together: each item with its details, the first one with the section's title."""
    for section in plan.sections:
        title = ["", f"#### {escaped(section.title)}", ""]
        for item in section.items:
            details = [f"  - {markdown(detail)}" for detail in item.details]
            if item.fold:
                summary = f"  <details><summary>{escaped(item.fold)}</summary>"
                details = ["", summary, "", *details, "", "  </details>", ""]
            yield [*title, f"- {markdown(item.head)}", *details]
            title = []


def _length(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def as_github(plan: Plan) -> str:
    """Return the plan as GitHub's workflow commands: an annotation at the place of each item."""
    warnings = (annotation(Level.ERROR, Place(RULES), plan.title, plain(warning)) for warning in plan.warnings)
    items = (_annotation(section.title, item) for section in plan.sections for item in section.items)
    return "".join((*warnings, *items))


def _annotation(title: str, item: Item) -> str:
    level = item.level.value if item.level is not None else "notice"
    sentence = "\n".join(plain(part) for part in (item.head, *item.details))
    return annotation(level, item.place or Place(RULES), title, sentence)


FORMATS: Mapping[str, Callable[[Plan], str]] = {"text": as_text, "markdown": as_markdown, "github": as_github}
"""The formats of ``fenji diff`` that are written for people."""
