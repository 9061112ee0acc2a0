"""The reader's words: dates, lists, and the Chinese or English names of the words that records use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from generator.model.scalar import Moment
from generator.report.rich import Part, Rich, Span, Tone, fill, spans
from generator.texts import Translator, _
from generator.values import dataclass

_MONTHS = (
    _("Jan"),
    _("Feb"),
    _("Mar"),
    _("Apr"),
    _("May"),
    _("Jun"),
    _("Jul"),
    _("Aug"),
    _("Sep"),
    _("Oct"),
    _("Nov"),
    _("Dec"),
)

CHANNELS = {
    "visit": _("visit"),
    "inbound_call": _("inbound call"),
    "follow_up": _("follow-up"),
    "message": _("message"),
    "show_flat": _("show-flat view"),
    "event": _("event"),
}
SOURCES = {
    "walk_in": _("walk-in"),
    "call": _("call"),
    "referral": _("referral"),
    "channel": _("agency"),
    "online": _("online"),
    "event": _("event"),
    "other": _("other"),
}
STAGES = {
    "queued": _("queue deposit"),
    "subscribed": _("subscription"),
    "contracted": _("contract"),
    "mortgaged": _("mortgage papers done"),
    "paid_out": _("loan paid out"),
    "cancelled": _("cancelled"),
}
DECISIONS = {
    "approve_downgrade": _("fall approved"),
    "override": _("grade set"),
    "transfer": _("transferred"),
    "release": _("released to the pool"),
    "claim": _("claimed"),
    "merge": _("merged"),
}
CLOSE_REASONS = {
    "bought_elsewhere": _("bought elsewhere"),
    "lost": _("lost"),
    "merged": _("merged with another entry"),
    "other": _("other reason"),
}
ROLES = {
    "consultant": _("consultant"),
    "leader": _("team leader"),
    "manager": _("sales manager"),
    "planner": _("planner"),
}
FIELDS = {
    "phone": _("phone"),
    "source": _("source"),
    "wants.purpose": _("purpose"),
    "wants.rooms": _("rooms"),
    "wants.area": _("area"),
    "wants.budget": _("budget"),
    "wants.district": _("district"),
    "wants.product": _("product"),
    "profile.household": _("household"),
    "profile.power": _("purchasing power"),
    "profile.income": _("income"),
    "profile.education": _("education"),
    "profile.age": _("age"),
    "profile.kind": _("kind of buyer"),
    "profile.industry": _("industry"),
    "profile.size": _("size of the firm"),
    "profile.place": _("place"),
    "profile.title": _("form of address"),
}
VALUES = {
    "wants.purpose": {
        "first_home": _("first home"),
        "upgrade": _("upgrade"),
        "investment": _("investment"),
        "other": _("other"),
    },
    "profile.household": {
        "single": _("single"),
        "couple": _("couple"),
        "children": _("with children"),
        "empty_nest": _("children moved out"),
        "elders": _("with elders"),
    },
    "profile.power": {"high": _("high"), "middle": _("middle"), "ordinary": _("ordinary")},
    "profile.income": {"high": _("high"), "middle": _("middle"), "low": _("low")},
    "profile.education": {"high": _("high"), "middle": _("middle"), "low": _("low")},
    "profile.kind": {"person": _("person"), "firm": _("firm"), "dealer": _("dealer")},
    "profile.title": {"mr": _("Mr"), "ms": _("Ms")},
    "source": SOURCES,
}
FACTS = {
    "visits": _("visits"),
    "inbound_calls": _("inbound calls"),
    "follow_ups": _("follow-ups"),
    "messages": _("messages"),
    "show_flat_views": _("show-flat views"),
    "contacts": _("contacts"),
    "days_since_first_visit": _("days since the first visit"),
    "days_since_last_visit": _("days since the last visit"),
    "days_since_last_contact": _("days since the last contact"),
    "days_since_last_follow_up": _("days since the last follow-up"),
    "queued": _("queue deposit paid"),
    "subscribed": _("subscribed"),
    "contracted": _("contract signed"),
    "paid_out": _("loan paid out"),
    "deal_value": _("value of the deals"),
    "phase": _("phase"),
    "grade": _("grade"),
    "days_in_grade": _("days in the grade"),
}
DUTIES = {
    "same_day": _("call on the same day"),
    "cadence": _("regular follow-up"),
    "promise": _("promised step"),
    "first_screening": _("first screening"),
    "refresh": _("update of the data"),
    "next_step": _("plan the next step"),
    "daily_report": _("evening meeting"),
    "weekly_review": _("weekly review"),
    "quarterly_review": _("quarterly review"),
}
PHASES = {"before_opening": _("before the opening"), "after_opening": _("after the opening")}


@lru_cache(maxsize=4096)
def _short_day(tr: Translator, day: date) -> str:
    return tr.gettext("%(month)s %(day)d") % {"month": tr.gettext(_MONTHS[day.month - 1]), "day": day.day}


@lru_cache(maxsize=4096)
def _whole_day(tr: Translator, day: date) -> str:
    month = tr.gettext(_MONTHS[day.month - 1])
    return tr.gettext("%(month)s %(day)d, %(year)d") % {"month": month, "day": day.day, "year": day.year}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that depends on the reader's language; ``year`` is the year that dates need not name."""

    tr: Translator
    year: int

    def day(self, day: date) -> str:
        """Return a date as people write it: 11月12日, Nov 12; with the year where it is another one."""
        return _short_day(self.tr, day) if day.year == self.year else _whole_day(self.tr, day)

    def whole_day(self, day: date) -> str:
        """Return a date with its year."""
        return _whole_day(self.tr, day)

    def moment(self, at: Moment) -> str:
        """Return a date, with the time where one is known."""
        return f"{self.day(at.day)} {at.clock}".rstrip()

    def word(self, names: dict[str, str], value: str) -> str:
        """Return the name of a word; a word without a name stands for itself."""
        return self.tr.gettext(names[value]) if value in names else value

    def sentences(self, parts: Sequence[Rich]) -> Rich:
        """Join sentences: with a space in English, without one in Chinese."""
        joined: Rich = ()
        for part in parts:
            joined = fill(self.tr.gettext("%(first)s %(second)s"), first=joined, second=part) if joined else part
        return joined

    def listed(self, parts: Iterable[Part]) -> Rich:
        """Join the parts of a list: a, b and c."""
        items = [spans(part) for part in parts]
        joined: Rich = items[0] if items else ()
        for item in items[1:-1]:
            joined = fill(self.tr.gettext("%(first)s, %(second)s"), first=joined, second=item)
        if len(items) > 1:
            joined = fill(self.tr.gettext("%(first)s and %(second)s"), first=joined, second=items[-1])
        return joined

    def side_by_side(self, parts: Iterable[Part]) -> Rich:
        """Join figures that stand side by side: A 5, B 11, C 14."""
        joined: Rich = ()
        for part in parts:
            joined = (
                fill(self.tr.gettext("%(first)s, %(second)s"), first=joined, second=part) if joined else spans(part)
            )
        return joined

    def any_of(self, parts: Iterable[Part]) -> Rich:
        """Join alternatives: a, or b, or c."""
        joined: Rich = ()
        for part in parts:
            item = spans(part)
            joined = fill(self.tr.gettext("%(first)s, or %(second)s"), first=joined, second=item) if joined else item
        return joined

    def comma(self, parts: Iterable[str]) -> str:
        """Join short texts: a, b, c."""
        joined = ""
        for part in parts:
            pattern = self.tr.gettext("%(first)s, %(second)s")
            joined = pattern % {"first": joined, "second": part} if joined else part
        return joined

    def names(self, parts: Iterable[str]) -> Rich:
        """Return a list of bold names."""
        return self.listed(Span(part, Tone.STRONG) for part in parts)

    def amount(self, figure: float) -> str:
        """Return a number without needless zeros, thousands apart."""
        text = f"{figure:,.2f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text

    def percent(self, part: int, whole: int) -> str:
        """Return a share as a whole percentage; 0 % of nothing."""
        return f"{round(100 * part / whole) if whole else 0}%"
