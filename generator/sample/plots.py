"""A plot by chance: a small state machine of how warm a customer is, from the first contact to the last."""

from itertools import pairwise
from random import Random
from typing import Final

from generator.sample.calendar import QUEUE_BEFORE, SHOW_FLAT_BEFORE, Calendar
from generator.sample.story import Beat, Consultant, Plot, Turn
from generator.sample.world import World
from generator.values import replace

SOURCES: Final = {"walk_in": 46, "call": 12, "channel": 15, "referral": 8, "online": 11, "event": 6, "other": 2}
OPENING_CHANNELS: Final = {
    "walk_in": ("visit",),
    "call": ("inbound_call",),
    "channel": ("visit",),
    "referral": ("visit",),
    "online": ("message", "follow_up", "inbound_call"),
    "event": ("event",),
    "other": ("visit", "follow_up"),
}
FIRST_HEAT: Final = {
    "walk_in": (4, 32, 53, 11),
    "call": (3, 27, 61, 9),
    "channel": (5, 30, 52, 13),
    "referral": (15, 48, 34, 3),
    "online": (2, 22, 62, 14),
    "event": (1, 15, 62, 22),
    "other": (3, 25, 57, 15),
}
# From one contact to the next: to A, B, C, D.
NEXT_HEAT: Final = {"A": (30, 59, 10, 1), "B": (7, 81, 11, 1), "C": (1, 23, 72, 4), "D": (0, 0, 6, 94)}
# Days to the next contact, when the consultant keeps the thread.
GAPS: Final = {"A": (2, 3), "B": (3, 5), "C": (5, 7), "D": (12, 25)}
CHANNELS: Final = {
    "A": {"visit": 24, "follow_up": 40, "message": 18, "inbound_call": 12, "show_flat": 6},
    "B": {"visit": 22, "follow_up": 40, "message": 18, "inbound_call": 8, "show_flat": 9, "event": 3},
    "C": {"visit": 13, "follow_up": 52, "message": 24, "inbound_call": 4, "show_flat": 4, "event": 3},
    "D": {"follow_up": 60, "message": 35, "event": 5},
}
# The chance at each contact that the story ends there, beside the consultant's forgetting.
ENDS: Final = {"A": 0.01, "B": 0.015, "C": 0.05, "D": 0.6}
CLOSES: Final = {"A": 0.7, "B": 0.65, "C": 0.65, "D": 0.6}
# Who stays silent falls to C and from there waits for D; after so many days the leader has the old names called once.
SWEEPS: Final = {"B": (47, 60), "C": (33, 46)}
# The chance that a contact judges nothing.
MUTES: Final = {"A": 0.35, "B": 0.35, "C": 0.45, "D": 0.5}
TIGHT: Final = 0.17
OPENS_UP: Final = 0.22
SEES_FLAT: Final = 0.25
# Of those who are about to decide: buy at the next contact, queue for the opening instead, withdraw afterwards.
BUYS: Final = 0.22
QUEUES: Final = 0.5
CANCELS: Final = 0.14
# Days from one paper to the next, and from the last one to a friendly call.
PAPERS: Final = {"contracted": (6, 12), "mortgaged": (4, 9), "paid_out": (9, 16)}
SERVICE: Final = (8, 12)
# F9: what counts as an account of the customer; how often the manager puts the decision off by a week.
ACCOUNTS: Final = ("follow_up", "message")
PUTS_OFF: Final = 0.15


def draw_start(rng: Random, calendar: Calendar) -> int:
    """The day of a first contact: weekends, the show flat's opening and the last weeks bring more."""
    while True:
        day = rng.randrange(calendar.length)
        busy = 1.0 if calendar.on(day).weekday() >= 5 else 0.45
        fresh = 1.0 - 0.55 * day / calendar.length
        if SHOW_FLAT_BEFORE - 8 <= day <= SHOW_FLAT_BEFORE or QUEUE_BEFORE - 2 <= day <= QUEUE_BEFORE:
            fresh = 1.0
        if rng.random() < busy * fresh:
            return day


def draw_source(rng: Random) -> str:
    """Where a customer came from."""
    return rng.choices(list(SOURCES), list(SOURCES.values()))[0]


def wander(world: World, start: int, source: str, consultant: Consultant) -> Plot:
    """A life by chance: contacts as habits and the customer's warmth bring them, then an end or not."""
    rng = world.rng
    heat = rng.choices("ABCD", FIRST_HEAT[source])[0]
    tight = heat in "BC" and rng.random() < TIGHT
    beats = _meet(rng, Beat(start, rng.choice(OPENING_CHANNELS[source]), heat, tight=tight), consultant)
    turns: list[Turn] = []
    day = start
    while True:
        if rng.random() < ENDS[heat] or rng.random() > consultant.steady:
            turns += _ending(world, beats, heat, day)
            break
        day -= _gap(rng, heat, consultant)
        if day < 0:
            break
        if heat == "A" and rng.random() < BUYS:
            purchase = _queue if day <= QUEUE_BEFORE and rng.random() < QUEUES else _subscribe
            more_beats, more_turns = purchase(rng, day)
            beats += more_beats
            turns += more_turns
            break
        heat = rng.choices("ABCD", NEXT_HEAT[heat])[0]
        mute = rng.random() < MUTES[heat]
        if tight:
            tight = rng.random() > OPENS_UP
            heat = min(max(heat, "B"), "C")
            mute = mute and tight
        mute = mute and heat == beats[-1].heat
        beats += _meet(rng, Beat(day, _channel(rng, heat, day), heat, tight=tight, mute=mute), consultant)
    turns += _approvals(world, beats)
    return Plot(tuple(beats), tuple(turns), source)


def _approvals(world: World, beats: list[Beat]) -> list[Turn]:
    """F9: the manager's Monday review agrees to a fall to D once somebody has followed up since the fall."""
    falls = [n for n, (last, beat) in enumerate(pairwise(beats), 1) if beat.heat == "D" and last.heat != "D"]
    if not falls:
        return []
    since = beats[falls[0] :]
    accounts = [beat.day for beat in since if beat.channel in ACCOUNTS and beat.heat == "D"]
    warmer = [beat.day for beat in since if beat.heat != "D"]
    if not accounts:
        return []
    monday = world.calendar.monday_from(accounts[0] - 1) - (7 if world.rng.random() < PUTS_OFF else 0)
    cancelled = warmer and warmer[0] >= monday
    return [] if cancelled or monday < 0 else [Turn(monday, "approve_downgrade", "D")]


def _meet(rng: Random, beat: Beat, consultant: Consultant) -> list[Beat]:
    """A contact, the walk through the show flat that may follow a visit, and the call on the evening of that day."""
    if beat.channel != "visit":
        return [beat]
    beats = [replace(beat, mute=False)]
    if beat.day <= SHOW_FLAT_BEFORE and rng.random() < SEES_FLAT:
        beats.append(replace(beat, channel="show_flat", mute=rng.random() < 0.6))
    if rng.random() < consultant.same_day:
        channel = rng.choice(("follow_up", "follow_up", "message"))
        beats.append(replace(beat, channel=channel, callback=True, mute=False))
    return beats


def _gap(rng: Random, heat: str, consultant: Consultant) -> int:
    late = 0 if rng.random() < consultant.same_day else rng.randint(1, 5)
    return rng.randint(*GAPS[heat]) + late


def _channel(rng: Random, heat: str, day: int) -> str:
    chances = CHANNELS[heat]
    channel = rng.choices(list(chances), list(chances.values()))[0]
    return "visit" if channel == "show_flat" and day > SHOW_FLAT_BEFORE else channel


def _ending(world: World, beats: list[Beat], heat: str, day: int) -> list[Turn]:
    """Nobody calls any more: weeks later the customer bought elsewhere, gave up, or is given up by the office (F9)."""
    rng = world.rng
    if rng.random() < CLOSES[heat]:
        end = day - rng.randint(9, 30)
        reason, theme = rng.choice((("bought_elsewhere", "elsewhere"), ("lost", "lost")))
        turn = Turn(end, "close", reason)
    elif heat in SWEEPS and not any(beat.tight for beat in beats):
        end = day - rng.randint(*SWEEPS[heat])
        theme = ""
        turn = Turn(world.calendar.monday_from(end), "approve_downgrade", "D")
    else:
        return []
    if min(end, turn.day) < 0:
        return []
    beats.append(Beat(end, "follow_up", heat, theme=theme, mute=True))
    return [turn]


def _subscribe(rng: Random, day: int) -> tuple[list[Beat], list[Turn]]:
    """A finished flat bought now, stage by stage as far as the days allow; some withdraw."""
    turns = [Turn(day, "subscribed")]
    beats = [Beat(day, "visit", "A", theme="subscribed"), Beat(day, "message", "A", callback=True)]
    withdraws = day - rng.randint(4, 12)
    if withdraws >= 0 and rng.random() < CANCELS:
        beats += [Beat(withdraws, "visit", "C", theme="cancelled"), Beat(withdraws, "follow_up", "C", callback=True)]
        return beats, [*turns, Turn(withdraws, "cancelled")]
    for stage, days in PAPERS.items():
        day -= rng.randint(*days)
        if day < 0:
            break
        turns.append(Turn(day, stage))
        beats.append(Beat(day, "message" if stage == "paid_out" else "visit", "A", theme=stage, mute=True))
    if day > max(SERVICE) and rng.random() < 0.6:
        beats.append(Beat(day - rng.randint(*SERVICE), "follow_up", "A", theme="service", mute=True))
    return beats, turns


def _queue(rng: Random, day: int) -> tuple[list[Beat], list[Turn]]:
    """A deposit for the opening; after it the customer is kept warm, and some waver."""
    beats = [Beat(day, "visit", "A", theme="queued"), Beat(day, "follow_up", "A", callback=True)]
    turns = [Turn(day, "queued")]
    while (day := day - rng.randint(3, 5)) >= 0:
        heat = rng.choices("AB", (50, 50))[0]
        channel = rng.choice(("follow_up", "follow_up", "message", "inbound_call", "show_flat"))
        beats.append(Beat(day, channel, heat, mute=rng.random() < MUTES[heat] and heat == beats[-1].heat))
    return beats, turns
