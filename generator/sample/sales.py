"""The stages of deals: a queue deposit, or the price of the flat."""

from collections.abc import Sequence
from typing import Final

from generator.sample.flats import price_of
from generator.sample.story import Plot, Sale
from generator.sample.world import World

STAGES: Final = ("queued", "subscribed", "contracted", "mortgaged", "paid_out", "cancelled")
DEPOSIT: Final = "5"


def sales_of(world: World, plot: Plot, wishes: Sequence[str]) -> tuple[Sale, ...]:
    """The deal's stages in order of time, all about the first wish; amounts in 万元."""
    sales: list[Sale] = []
    for turn in plot.turns:
        if turn.kind not in STAGES:
            continue
        unit = wishes[0]
        amount = DEPOSIT if turn.kind == "queued" else f"{price_of(unit):g}"
        if turn.kind == "subscribed":
            world.flats.take(unit)
        elif turn.kind == "cancelled":
            amount = ""
        sales.append(Sale(world.calendar.on(turn.day), turn.kind, unit, amount))
    return tuple(sales)
