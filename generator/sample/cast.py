"""Plots by hand: one of every kind of thing that a manager wants to see handled."""

from typing import Final

from generator.sample.story import Beat, Plot, Turn

CHANNELS: Final = {"v": "visit", "i": "inbound_call", "f": "follow_up", "m": "message", "s": "show_flat", "e": "event"}
SCENE_MARKS: Final = {"+": "callback", "?": "tight", "-": "mute"}


def _beats(script: str) -> tuple[Beat, ...]:
    """`30vC 30f+C 24f-B` reads: 30 days ago a visit, warm as C; the call that evening; later one that judges nothing.

    After the channel's letter: + the same-day call, ? silent about money, - judges nothing; `v=queued:A` has a theme.
    """
    beats = []
    for word in script.split():
        digits = len(word) - len(word.lstrip("0123456789"))
        head, _, theme = word[digits:-1].partition("=")
        marks = {SCENE_MARKS[mark]: True for mark in head[1:]}
        beats.append(Beat(int(word[:digits]), CHANNELS[head[0]], word[-1], theme=theme.rstrip(":"), **marks))
    return tuple(beats)


def _plot(script: str, *turns: Turn, source: str = "walk_in", twin: str = "") -> Plot:
    return Plot(_beats(script), turns, source, twin)


FALLS_BY_TIME: Final = (
    # A for seven days and still undecided: B since the eighth (F4).
    _plot("23vC 23f+C 19f-C 15vA 15f+A 12m-A 9f-A 6f-A 3m-A"),
    _plot("18vA 18s-A 18f+A 15f-A 12f-A 9i-A 5fB 1m-B", source="referral"),
    # Undecided, then evidence again.
    _plot("27vB 27f+B 22fA 19m-A 13f-A 10f-A 5vB 5f+B 2iB", source="channel"),
    # Nobody has spoken to a B for more than fourteen days: C (F7).
    _plot("36vB 36f+B 31f-B 26m-B"),
    _plot("44vC 44f+C 38fB 33f-B 28m-B 22f-B"),
)
APPROVALS: Final = (
    # C to D waits for the manager, with nobody having followed up ...
    _plot("33vC 33f+C 27f-C 21f-C 12m-C 5vD"),
    _plot("29vB 24f-B 20iC 13f-C 4iD", source="call"),
    # ... and with the account that F9 asks for.
    _plot("38vC 38f+C 31f-C 24m-C 17f-C 10vD 10f+D 6f-D"),
    _plot("26vC 26m+C 19f-C 12f-C 5fD 3f-D", source="channel"),
    # Agreed, after a call between the fall and the review.
    _plot("52vC 52f+C 46f-C 40vD 38f-D", Turn(34, "approve_downgrade", "D")),
    _plot("41vB 41f+B 36fC 30f-C 24vD 24f+D", Turn(20, "approve_downgrade", "D"), source="event"),
    _plot("30vC 30f+C 25f-C 18fD 16m-D", Turn(13, "approve_downgrade", "D"), source="online"),
    # Waiting, then better again: the fall is void.
    _plot("34vC 34f+C 28f-C 22fD 15vC 15f+C 9f-C 3f-C"),
)
OVERRIDES: Final = (
    _plot("20vB 20f+B 16f-B 12vB 12f+B 8f-B 4iB 1f-B", Turn(9, "override", "A", -10), source="referral"),
    _plot("21vB 21f+B 17f-B 13fB 9f-B 5f-B 2mB", Turn(12, "override", "C", -9)),
    _plot("28vB 28f+B 24f-B 19fB 15f-B 11f-B 7f-B 3fB", Turn(20, "override", "A", -2), source="channel"),
    _plot("50vC 50f+C 44f-C 37f-C 30vC 30f+C 24f-C 18f-C 11f-C 5fC", Turn(43, "override", "B", 15)),
)
OWNERS: Final = (
    _plot("48vC 48f+C 42f-C 35f-C 29f-C 22vB 22f+B 17f-B 13f-B 9fB 5f-B 1m-B", Turn(31, "transfer")),
    _plot("60vD 60f+D 33m-D 12f-D", Turn(34, "transfer"), source="event"),
    # Forgotten, taken back, and claimed by somebody else when the customer came again.
    _plot("57vC 16vC 16f+C 10fB 6f-B 2m-B", Turn(30, "release"), Turn(16, "claim")),
    _plot("46vC", Turn(21, "release")),
    _plot("35vC 35f+C", Turn(12, "release"), source="channel"),
)
LATE: Final = (
    # No call after the visit: late today; late for days; no longer protected (P3).
    _plot("1vB"),
    _plot("2vA"),
    _plot("4vC", source="channel"),
    _plot("12vC"),
    _plot("19vC 19f+C", source="channel"),
    # Came back on their own, and nobody called.
    _plot("10iB 9vB 9f+B 3iB", source="call"),
)
WARMING: Final = (
    _plot("14vC 14f+C 9f-C 4fB 1f-B"),
    _plot("16vB 16s-B 16f+B 11f-B 6f-B 3vA 3f+A 1m-A"),
    _plot("15vC 15s-C 15f+C 10f-C 5vB 5f+B 1f-B", source="online"),
    _plot("11vB 11f+B 7fB 4iA 2f-A", source="referral"),
    _plot("6iC 5vA 5f+A 2f-A 0vA 0f+A", source="call"),
    _plot("13vB 13s-B 13m+B 9f-B 5iB 3m-B", source="channel"),
    _plot("26vC 26f+C 20f-C 13fC 6vB 6f+B 2f-B"),
    _plot("40vD 40f+D 9vC 9f+C 3f-C"),
    # Cooler, but said so themselves.
    _plot("17vA 17f+A 14f-A 11vA 11f+A 8f-A 4fC 2f-C"),
    _plot("22vB 22f+B 17f-B 12f-B 6fC 1m-C"),
)
MONEY: Final = (
    _plot("5v?C 5f+?C 1f-?C"),
    _plot("12v?B 12f+?B 8f-?B 4f?B 1m-?B", source="channel"),
    _plot("3i?C", source="call"),
    _plot("8e?C 6f-?C 2f?C", source="event"),
    _plot("15m?C 11f?C 6f-?C 2m-?C", source="online"),
)
DEALS: Final = (
    _plot("33vB 33f+B 28fA 24v=queued:A 24f+A 20fA 15mA 11f-A 8fB 4iB 1m-B", Turn(24, "queued")),
    _plot("26vA 26f+A 22v=queued:A 22f+A 18fA 12fB 7f-B 3fB", Turn(22, "queued"), source="referral"),
    _plot("14vB 14s-B 14f+B 10fA 8v=queued:A 8f+A 2m-A", Turn(6, "queued")),
    _plot("30vB 25fA 20v=queued:A 20f+A 13fB 9v=cancelled:C 9f+C 3f-C", Turn(20, "queued"), Turn(9, "cancelled")),
    _plot("19vB 19f+B 14vA 14f+A 10v=subscribed:A 10m+A 4m-=serviceA", Turn(10, "subscribed")),
    _plot("9vA 9f+A 6f-A 3v=subscribed:A 3f+A", Turn(3, "subscribed"), source="referral"),
    _plot(
        "45vB 45f+B 40fA 37v=subscribed:A 37f+A 28v-=contracted:A 10f-=service:A",
        Turn(37, "subscribed"),
        Turn(28, "contracted"),
    ),
    _plot(
        "58vC 58f+C 52vB 52f+B 48fA 46v=subscribed:A 46f+A 37v-=contracted:A 29v-=mortgaged:A 9m-=service:A",
        *(Turn(46, "subscribed"), Turn(37, "contracted"), Turn(29, "mortgaged")),
    ),
    _plot(
        "75vB 75f+B 70vA 66v=subscribed:A 66f+A 57v-=contracted:A 50v-=mortgaged:A 36m-=paid_out:A 12f-=service:A",
        *(Turn(66, "subscribed"), Turn(57, "contracted"), Turn(50, "mortgaged"), Turn(36, "paid_out")),
        source="referral",
    ),
    _plot(
        "31vA 31f+A 27v=subscribed:A 27f+A 18v=cancelled:C 18f+C 11f-C 4f-C",
        *(Turn(27, "subscribed"), Turn(18, "cancelled")),
    ),
)
TWINS: Final = (
    _plot("24vC 24f+C 18f-C 11f-C 4f-C", source="channel", twin="key"),
    _plot("10vB 10f+B 6f-B 2f-B", source="online", twin="mask"),
    _plot("37iC 36vC 36f+C", Turn(30, "merge"), source="call", twin="merged"),
)
CLOSED: Final = (
    _plot("55vB 55f+B 50f-B 44f-B 37f-=elsewhere:B", Turn(37, "close", "bought_elsewhere")),
    _plot("28vC 28f+C 21f-C 9f-=lost:C", Turn(9, "close", "lost"), source="channel"),
    _plot("16vD 16f+D 3f-=elsewhere:D", Turn(3, "close", "bought_elsewhere"), source="online"),
)
CAST: Final = (
    *(*FALLS_BY_TIME, *APPROVALS, *OVERRIDES, *OWNERS, *LATE, *WARMING),
    *(*MONEY, *DEALS, *TWINS, *CLOSED),
)
