"""How far a customer's deals have come (P8)."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.record import Deal, Stage

_RANK = {stage: rank for rank, stage in enumerate(Stage)}


def subscribed(deals: Iterable[Deal]) -> bool:
    """Tell whether a unit is subscribed and not cancelled after these deals, which are in order of time.

    Deals without a unit count as those of one unit.
    """
    ranks: dict[str | None, int] = {}
    for deal in deals:
        cancelled = deal.stage is Stage.CANCELLED
        ranks[deal.unit] = -1 if cancelled else max(ranks.get(deal.unit, -1), _RANK[deal.stage])
    return any(rank >= _RANK[Stage.SUBSCRIBED] for rank in ranks.values())
