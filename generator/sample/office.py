"""The whole office: people, customers and their records, as files.

The same arguments give the same bytes; chance comes from the seed alone, the calendar from `as_of`.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Final

from generator.sample.calendar import Calendar
from generator.sample.cast import CAST
from generator.sample.flats import Flats
from generator.sample.identity import Codes, draw_person, known_part, twin_of
from generator.sample.lives import tell
from generator.sample.plots import draw_source, draw_start, wander
from generator.sample.roster import roster_text
from generator.sample.sales import sales_of
from generator.sample.story import Consultant, Life, Person, Plot
from generator.sample.team import address_of, draw_team, people_of
from generator.sample.verdicts import owners_of, verdicts_of
from generator.sample.world import World
from generator.sample.writing import flow_map, write_life
from generator.values import dataclass, replace

SEED: Final = 59
AS_OF: Final = date(2026, 11, 22)
CUSTOMERS: Final = 150
WEEKS: Final = 16
ZONE: Final = "Asia/Shanghai"
# One cast for so many customers; the rest of the plots come by chance.
CAST_FOR: Final = 150
CAST_SHARE: Final = 0.4


@dataclass(frozen=True, slots=True)
class _Start:
    """A customer before anything is told: on which day, from where, and with a plot by hand or none."""

    day: int
    source: str
    plot: Plot | None


@dataclass(frozen=True, slots=True)
class Told:
    """An office whose customers' lives have been told, before anything is written."""

    name: str
    calendar: Calendar
    team: Sequence[Consultant]
    people: Mapping[str, Mapping[str, str]]
    lives: Sequence[Life]


def tell_office(
    seed: int = SEED, customers: int = CUSTOMERS, weeks: int = WEEKS, as_of: date = AS_OF, name: str = "云溪府"
) -> Told:
    """The people of an invented office and the lives of its customers, in order of their first contact."""
    rng = Random(seed)  # noqa: S311 - invented data, not a secret
    team, leaders = draw_team(rng, customers)
    world = World(rng, Calendar(as_of, weeks), team, Flats(customers))
    return Told(name, world.calendar, team, people_of(team, leaders), tuple(_lives(world, customers)))


def make_office(
    seed: int = SEED, customers: int = CUSTOMERS, weeks: int = WEEKS, as_of: date = AS_OF, name: str = "云溪府"
) -> Mapping[str, str]:
    """Every file of an invented office by its path: office.yaml and customers/**, without rules.yaml."""
    told = tell_office(seed, customers, weeks, as_of, name)
    files = {"office.yaml": office_text(told, told.calendar.milestones, pinned=True)}
    for life in told.lives:
        files.update(write_life(life))
    return dict(sorted(files.items()))


def _lives(world: World, customers: int) -> Iterator[Life]:
    told: list[Life] = []
    codes = Codes()
    turn = 0
    for start in _starts(world, customers):
        referrer = world.rng.choice(told) if start.source == "referral" and told else None
        if referrer is None:
            # P1: whoever is next on the roster.
            first = world.team[turn % len(world.team)]
            turn += 1
        else:
            # P5: a referral goes to the consultant of the old customer.
            first = next(c for c in world.team if c.id == referrer.consultant)
        source = "walk_in" if start.source == "referral" and referrer is None else start.source
        plot = start.plot or wander(world, start.day, source, first)
        person = draw_person(world.rng, codes.draw(world.rng))
        # Chance of its own for the telling: another sentence in a pool does not change everybody's fate.
        own = replace(world, rng=Random(person.phone_key))  # noqa: S311 - as in make_office
        life = _live(own, replace(plot, source=source), first, person, told)
        told.append(replace(life, referrer=referrer.person.id if referrer else ""))
        yield told[-1]


def _starts(world: World, customers: int) -> Sequence[_Start]:
    """The first contacts of all customers in order of time; in a small office some plots by hand are left out."""
    casts = max(1, round(customers / CAST_FOR))
    fitting = [plot for plot in CAST * casts if plot.first_day < world.calendar.length]
    starts = [_Start(plot.first_day, plot.source, plot) for plot in fitting[: int(customers * CAST_SHARE)]]
    while len(starts) < customers:
        starts.append(_Start(draw_start(world.rng, world.calendar), draw_source(world.rng), None))
    return sorted(starts, key=lambda start: -start.day)


def _live(world: World, plot: Plot, first: Consultant, person: Person, told: Sequence[Life]) -> Life:
    owners = owners_of(plot, first, world.team)
    contacts, wishes = tell(world, person, plot, owners)
    person = known_part(world.rng, person, first.thorough)
    others = [life.person for life in told[-50:] if life.consultant != first.id and life.person.phone_key]
    original = _kept(world.rng.choice(others), told) if plot.twin and others else None
    if original:
        person = twin_of(person, original, plot.twin)
    end = next((turn for turn in plot.turns if turn.kind == "close" or (turn.kind == "merge" and original)), None)
    return Life(
        person=person,
        consultant=owners[-1].consultant.id,
        source=plot.source,
        registered=contacts[0].at.date(),
        closed=(world.calendar.on(end.day), end.to or "merged") if end else None,
        contacts=contacts,
        verdicts=verdicts_of(world, plot, owners, contacts, original.id if original else ""),
        sales=sales_of(world, plot, wishes),
    )


def _kept(person: Person, told: Sequence[Life]) -> Person:
    """The person under the id that is still in use: an id that was merged leads to the one it was merged with."""
    by_id = {life.person.id: life for life in told}
    while merge := next((verdict for verdict in by_id[person.id].verdicts if verdict.kind == "merge"), None):
        person = by_id[merge.to].person
    return person


def office_text(told: Told, milestones: Mapping[str, date], *, pinned: bool) -> str:
    """office.yaml with these milestones; `pinned` is the office as it is today, and fixes that day."""
    width = max(map(len, told.people)) + 1
    listed = "".join(
        f"  {id_ + ':':<{width}} {flow_map(person)[:-1]}, git: [{address_of(id_)}]}}\n"
        for id_, person in told.people.items()
    )
    today = f"as_of: {told.calendar.as_of}             # 示例固定“今天”，页面才不会变旧；正式使用时删掉这一行\n"
    roster = roster_text(told.team, told.lives, told.calendar.as_of)
    return (
        f"name: {told.name}\n"
        f"timezone: {ZONE}\n"
        f"people:\n{listed}"
        f"milestones: {flow_map({key: day.isoformat() for key, day in milestones.items()})}\n"
        f"{roster if pinned else ''}"
        "week: {cutoff: mon 12:00}     # 每周报告在下周一中午定稿\n"
        f"{today if pinned else ''}"
        "money: 万元\n"
        "privacy: {phone: masked, name: surname}\n"
        "repository: {url: https://git.example.com/office/data, branch: main, kind: github}\n"
    )
