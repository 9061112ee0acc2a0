"""The small parts of every page, which stand in it dozens of times: chips, rich text, the lines of lists.

Only here does Python write HTML, for speed; every value passes through ``escape`` in the line where it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape as escaped

from markupsafe import Markup
from markupsafe import escape as text

from generator.report.customers import Line
from generator.report.meeting.sheet import Entry
from generator.report.rich import Chip, Kind, Rich, Span, Tone
from generator.report.row import Fact, Row
from generator.report.timeline import Moment
from generator.site.links import Links
from generator.texts import Translator, _
from generator.values import dataclass

escape = lru_cache(maxsize=4096)(escaped)
"""Most values stand on many pages: days, names, words."""


@lru_cache(maxsize=4096)
def _cell(value: str) -> str:
    """Return a value of a table as Jinja writes it."""
    return str(text(value))


_ARROWS = {
    "up": ("up", "↑", _("up to")),
    "down": ("down", "↓", _("down to")),
    "to": ("mute", "→", _("to")),
}


@lru_cache(maxsize=1024)
def chip(one: Chip) -> Markup:
    """Return a grade as its letters in its colour, with the full name where the letters are not the name."""
    return Markup(_chip(one))  # noqa: S704 - escaped below


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes the small parts as seen from one page, in the reader's language."""

    links: Links
    tr: Translator

    def rich(self, spans: Rich) -> Markup:
        """Return rich text."""
        return Markup(self._rich(spans))  # noqa: S704 - escaped below

    def chips(self, chips: Sequence[Chip], way: str) -> Markup:
        """Return grades with the arrow of a way (up, down, to) between them."""
        return Markup(self._chips(chips, way))  # noqa: S704 - escaped below

    def rows(self, rows: Iterable[Row]) -> Markup:
        """Return the rows of a list."""
        return Markup("".join([self._row(row, "") for row in rows]))  # noqa: S704 - escaped below

    def row(self, row: Row, action: str = "", label: str = "", path: str = "") -> Markup:
        """Return one row, with a link to an ``action`` that writes the file ``path``."""
        link = f'<br><a class="act" data-now="{escape(path)}" href="{escape(action)}">{escape(label)}</a>'
        return Markup(self._row(row, link if action else ""))  # noqa: S704 - escaped below

    def facts(self, facts: Iterable[Fact]) -> Markup:
        """Return labels, each with its value."""
        return Markup("".join([self._fact(fact) for fact in facts]))  # noqa: S704 - escaped below

    def moments(self, moments: Iterable[Moment]) -> Markup:
        """Return the points of a timeline."""
        return Markup("".join([self._moment(moment) for moment in moments]))  # noqa: S704 - escaped below

    def lines(self, lines: Iterable[Line], owner: bool) -> Markup:
        """Return the rows of a table of customers, with a column of whom they belong to where ``owner`` says so."""
        return Markup("".join([self._line(one, owner=owner) for one in lines]))  # noqa: S704 - escaped below

    def talk(self, entries: Iterable[Entry]) -> Markup:
        """Return the rows of a sheet: each customer with room to write."""
        return Markup("".join([self._talk(one) for one in entries]))  # noqa: S704 - escaped below

    def _line(self, one: Line, *, owner: bool) -> str:
        stuck = _cell(one.stuck)
        if one.missing:
            stuck = f'<span class="mute">{_cell(self.tr.gettext("missing: %(names)s") % {"names": one.missing})}</span>'
        fall = _cell(one.fall)
        whose, near = "", ' class="late"' if one.near else ""
        if owner:
            whose = f'<td><a href="{_cell(self.links.consultant(one.owner))}">{_cell(one.owner_name)}</a></td>'
        if one.waiting is not None:
            waits = _cell(self.tr.gettext("waits for approval"))
            fall = f"{chip(one.waiting)} {waits}"
        name = f'<a href="{_cell(self.links.customer(one.id))}">{_cell(one.name)} {_cell(one.id)}</a>'
        return (
            f'<tr><th scope="row">{name}</th><td data-v="{one.rank}">{chip(one.chip)}</td>'
            f'<td data-v="{_cell(one.since_key)}">{_cell(one.since)}</td><td class="text">{stuck}</td>{whose}'
            f'<td data-v="{_cell(one.contact_key)}">{_cell(one.contact)}</td><td>{fall}</td>'
            f'<td data-v="{_cell(one.until_key)}"{near}>{_cell(one.until)}</td></tr>\n'
        )

    def _talk(self, one: Entry) -> str:
        why = "".join([f"<p>{self._rich(line)}</p>" for line in one.why])
        records = "".join([f"<p>{self._rich(line)}</p>" for line in one.records])
        who = f'{_chip(one.chip)} {self._rich(one.name)}<br><span class="mute">{self._rich(one.person)}</span>'
        return f'<tr><th scope="row">{who}</th><td>{why}</td><td>{records}</td><td class="blank"></td></tr>\n'

    def _rich(self, spans: Rich) -> str:
        return "".join([_span(span, self.links) for span in spans])

    def _chips(self, chips: Sequence[Chip], way: str) -> str:
        return self._arrow(way).join([_chip(one) for one in chips]) if len(chips) > 1 else "".join(map(_chip, chips))

    def _arrow(self, way: str) -> str:
        tone, sign, words = _ARROWS.get(way, _ARROWS["to"])
        spoken = escape(self.tr.gettext(words))
        return f' <span class="{tone}" aria-hidden="true">{sign}</span><span class="fj-sr"> {spoken}</span> '

    def _row(self, row: Row, action: str) -> str:
        mark = f' <span class="mark">{escape(row.mark)}</span>' if row.mark else ""
        tag = f' <span class="tag">{escape(row.tag)}</span>' if row.tag else ""
        line = "<br>" if row.title or row.tag else ""
        why = f'{line}<span class="why">{self._rich(row.why)}</span>' if row.why else ""
        who = f'<span class="who">{self._rich(row.who)}</span>' if row.who else ""
        what, told = self._chips(row.chips, row.arrow), self._rich(row.title)
        return (
            f'<li><span class="what">{what}{mark}</span><span class="told">{told}{tag}{why}{action}</span>{who}</li>\n'
        )

    def _fact(self, fact: Fact) -> str:
        return f"<div><dt>{escape(fact.label)}</dt><dd>{self._rich(fact.value)}</dd></div>"

    def _moment(self, moment: Moment) -> str:
        told, chips = moment.told, self._chips(moment.chips, moment.arrow)
        tone = f' class="{escape(moment.tone)}"' if moment.tone else ""
        who = f" · {self._rich(told.who)}" if told.who else ""
        note = f"<br>{escape(told.note)}" if told.note else ""
        changes = self._rich(told.changes) + (f" {chips}" if chips else "")
        changes = f'<br><span class="why">{changes}</span>' if changes else ""
        file = f' <span class="why">{self._rich(moment.file)}</span>' if moment.file else ""
        return f"<li{tone}><b>{escape(moment.when)}</b> {escape(told.what)}{who}{note}{changes}{file}</li>\n"


def _chip(one: Chip) -> str:
    title = f' title="{escape(one.name)}"' if one.name != one.text else ""
    return f'<span class="g {escape(one.tone)}"{title}>{escape(one.text)}</span>'


def _span(span: Span, links: Links) -> str:
    to, tone, written = span.to, span.tone, escape(span.text)
    if span.chip is not None:
        return _chip(span.chip)
    if to is not None and (address := links.to(to)):
        file = ' class="src"' if to.kind is Kind.FILE else ""
        return f'<a href="{escape(address)}"{file}>{written}</a>'
    return written if tone is Tone.PLAIN else f'<b class="{tone.value}">{written}</b>'
