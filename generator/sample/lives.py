"""Telling a plot: each beat becomes a contact with its note and judgements."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from generator.sample.judging import INDICATORS, NEEDED, Mind
from generator.sample.notes.blanks import draw_blanks
from generator.sample.notes.note import Notebook
from generator.sample.promises import promised
from generator.sample.story import Beat, Consultant, Contact, Person, Plot
from generator.sample.world import World
from generator.values import dataclass

# Who wants to move up mostly has a flat to sell first.
OLD_FLAT: Final = 0.8
# So many sore points are gone through again in one talk.
TOPICS: Final = 2


@dataclass(frozen=True, slots=True)
class Owner:
    """Who looks after a customer from which day on (days before the as-of date)."""

    from_day: int
    consultant: Consultant


class Teller:
    """Tells the contacts of one customer; keeps what has been judged so far."""

    def __init__(self, world: World, person: Person, plot: Plot, owners: Sequence[Owner]) -> None:
        self._rng = world.rng
        self._calendar = world.calendar
        self._plot = plot
        self._owners = owners
        self._mind = Mind(world.rng, plot.beats[0].heat)
        self._known: dict[str, str] = {}
        self._hidden = self._rng.choice((("funds",), ("funds",), ("price", "funds"), ("price",)))
        tags = {person.profile["household"], person.wants["purpose"]}
        if person.profile["household"] != "empty_nest":
            tags.add("working")
        if person.wants["purpose"] == "upgrade" and self._rng.random() < OLD_FLAT:
            tags.add("old_flat")
        blanks = draw_blanks(self._rng, person)
        self._book = Notebook(self._rng, frozenset(tags), blanks, owners[0].consultant.thorough - 0.4)

    def tell(self, wishes: Sequence[str]) -> tuple[Contact, ...]:
        """The contacts in order of time; the wishes are on record from the first talk about the product."""
        self._book.units = wishes
        contacts: list[Contact] = []
        after: datetime | None = None
        for beat in self._plot.beats:
            after = self._calendar.moment(self._rng, beat.day, beat.channel, after)
            contacts.append(self._contact(beat, after, wishes))
        return tuple(contacts)

    def _contact(self, beat: Beat, at: datetime, wishes: Sequence[str]) -> Contact:
        owner = [o.consultant for o in self._owners if o.from_day >= beat.day][-1]
        self._book.open(beat, at)
        if beat.mute or beat.callback:
            return Contact(at, beat.channel, owner.id, self._book.plain(beat), {})
        changed = self._mind.warm_to(beat.heat)
        names = self._asked(beat, changed, owner)
        judged = {name: self._mind.level[name] for name in INDICATORS if name in names}
        order = sorted(judged, key=lambda name: (name not in changed, name not in self._mind.sticking))
        if self._known:
            note = self._book.later(beat, judged, order, self._known)
        else:
            note = self._book.first(beat, self._plot.source, judged, order)
        self._known.update(judged)
        if beat.heat == "D" and self._rng.random() < 0.45:
            judged["refused"] = "yes"
        wished = tuple(wishes) if "product" in judged and beat.heat != "D" else ()
        return Contact(at, beat.channel, owner.id, note, judged, wished)

    def _asked(self, beat: Beat, changed: Sequence[str], owner: Consultant) -> set[str]:
        """The indicators that the contact brings to light: what is new, what is stuck, what is still unknown."""
        stuck = self._mind.sticking
        asked = {name for name in changed if name in self._known}
        asked |= set(self._rng.sample(stuck, min(len(stuck), TOPICS)))
        curious = (0.4 if self._known else 0.75) * owner.thorough
        unknown = [name for name in INDICATORS if name not in self._known]
        asked |= {name for name in unknown if self._rng.random() < curious}
        if beat.tight:
            asked -= set(self._hidden)
        else:
            asked |= {name for name in NEEDED if name in unknown}
        return asked or {"motive"}


def tell(
    world: World, person: Person, plot: Plot, owners: Sequence[Owner]
) -> tuple[tuple[Contact, ...], Sequence[str]]:
    """The contacts, and the flats the customer would like, first wish first (cold customers name none)."""
    kinds = {turn.kind for turn in plot.turns}
    buys = bool(kinds & {"queued", "subscribed"})
    warm = any(beat.heat in "AB" for beat in plot.beats)
    number = world.rng.choice((1, 1, 2, 2, 3)) if buys or (warm and world.rng.random() < 0.75) else 0
    rooms = int(person.wants["rooms"])
    wishes = [world.flats.wish(world.rng, rooms, finished="subscribed" in kinds) for _ in range(number)]
    wishes = list(dict.fromkeys(wishes))
    contacts = Teller(world, person, plot, owners).tell(wishes)
    return promised(person, plot, contacts), wishes
