"""The names that a condition may use, and the kind of value behind each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from generator.model.record import CloseReason, Household, Power, Profile, Purpose, Source, Wants
from generator.model.shape import keys_of
from generator.values import dataclass


class Kind(StrEnum):
    """What kind of value a name has."""

    COUNT = "count"  # a whole number from 0 on
    NUMBER = "number"
    YES_NO = "yes_no"
    WORD = "word"
    LEVEL = "level"  # a word with an order: best first
    ANY = "any"  # only asked for being known


@dataclass(frozen=True, slots=True)
class Meaning:
    """The kind of a name, its words (for words and levels, levels best first), and whether it can be unknown."""

    kind: Kind
    words: tuple[str, ...] = ()
    can_be_unknown: bool = True


COUNTS = ("visits", "inbound_calls", "follow_ups", "messages", "show_flat_views", "contacts")
DAYS_SINCE = ("days_since_first_visit", "days_since_last_visit", "days_since_last_contact", "days_since_last_follow_up")
STAGES = ("queued", "subscribed", "contracted", "mortgaged", "paid_out")
PHASES = ("before_opening", "after_opening")

_known_count = Meaning(Kind.COUNT, can_be_unknown=False)
_number = Meaning(Kind.NUMBER)

BUILT_IN: Mapping[str, Meaning] = MappingProxyType(
    dict.fromkeys(COUNTS, _known_count)
    | dict.fromkeys(DAYS_SINCE, Meaning(Kind.COUNT))
    | dict.fromkeys(STAGES, Meaning(Kind.YES_NO, can_be_unknown=False))
    | {"deal_value": Meaning(Kind.NUMBER, can_be_unknown=False), "phase": Meaning(Kind.WORD, PHASES)}
)
"""The built-in facts of design section 3."""


def _words(enumeration: type[StrEnum]) -> Meaning:
    return Meaning(Kind.WORD, tuple(word.value for word in enumeration))


_FREE_TEXT = Meaning(Kind.WORD)

FIELDS: Mapping[str, Meaning] = MappingProxyType(
    {
        "source": _words(Source),
        "consultant": _FREE_TEXT,
        "referrer": _FREE_TEXT,
        "closed.reason": _words(CloseReason),
        "wants.purpose": _words(Purpose),
        "wants.rooms": _number,
        "wants.area": _number,
        "wants.budget": _number,
        "wants.district": _FREE_TEXT,
        "wants.product": _FREE_TEXT,
        "profile.title": Meaning(Kind.WORD, ("mr", "ms")),
        "profile.household": _words(Household),
        "profile.power": _words(Power),
        "profile.income": Meaning(Kind.WORD, ("high", "middle", "low")),
        "profile.education": Meaning(Kind.WORD, ("high", "middle", "low")),
        "profile.age": _number,
        "profile.kind": Meaning(Kind.WORD, ("person", "firm", "dealer")),
        "profile.industry": _FREE_TEXT,
        "profile.size": _FREE_TEXT,
        "profile.place": _FREE_TEXT,
    }
)
"""The fields of customer.yaml that a condition may use; a word kind without words takes any text."""

assert {name.partition(".")[2] for name in FIELDS if name.startswith("wants.")} == set(keys_of(Wants))  # noqa: S101 - the two lists must agree
assert {name.partition(".")[2] for name in FIELDS if name.startswith("profile.")} == set(keys_of(Profile))  # noqa: S101 - as above
