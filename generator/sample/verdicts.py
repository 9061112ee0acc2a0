"""Decisions of leaders and the manager, and who owns the customer because of them."""

from collections.abc import Sequence
from typing import Final

from generator.sample.lives import Owner
from generator.sample.notes.reasons import REASONS
from generator.sample.story import Consultant, Contact, Plot, Turn, Verdict
from generator.sample.team import MANAGER
from generator.sample.world import World

KINDS: Final = ("approve_downgrade", "override", "transfer", "release", "claim", "merge")
# These are for the manager alone; the others may come from the team leader.
MANAGERS_OWN: Final = ("approve_downgrade", "override", "merge")


def owners_of(plot: Plot, first: Consultant, team: Sequence[Consultant]) -> tuple[Owner, ...]:
    """The consultants of a customer in order of time: each transfer or claim leads to another one."""
    owners = [Owner(plot.first_day, first)]
    for turn in plot.turns:
        if turn.kind in ("transfer", "claim"):
            following = team.index(owners[-1].consultant) + 2
            owners.append(Owner(turn.day, team[following % len(team)]))
    return tuple(owners)


def verdicts_of(
    world: World, plot: Plot, owners: Sequence[Owner], contacts: Sequence[Contact], original: str
) -> tuple[Verdict, ...]:
    """The decisions of a plot, with reasons that fit the contacts; a merge leads to the `original`."""
    verdicts = []
    for turn in plot.turns:
        if turn.kind in KINDS:
            by = MANAGER if turn.kind in MANAGERS_OWN else world.rng.choice((owners[0].consultant.leader, MANAGER))
            to = {"transfer": owners[-1].consultant.id, "claim": owners[-1].consultant.id, "merge": original}
            until = world.calendar.on(turn.until) if turn.kind == "override" else None
            reason = world.rng.choice(REASONS[_cause(world, turn, plot, contacts)])
            on = world.calendar.on(turn.day)
            verdicts.append(Verdict(on, by, turn.kind, to.get(turn.kind, turn.to), reason, until))
    return tuple(verdicts)


def _cause(world: World, turn: Turn, plot: Plot, contacts: Sequence[Contact]) -> str:
    """The pool of reasons that fits: by what stands at D, or by the side to which the override leans."""
    if turn.kind == "override":
        heat = next(beat.heat for beat in reversed(plot.beats) if beat.day >= turn.day)
        return "override_high" if turn.to < heat else "override_low"
    if turn.kind == "approve_downgrade":
        levels: dict[str, str] = {}
        for contact in contacts:
            if contact.at.date() <= world.calendar.on(turn.day):
                levels.update(contact.judged)
        return next((name for name, level in levels.items() if level == "D" and name in REASONS), "fading")
    return turn.kind
