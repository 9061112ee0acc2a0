"""The customers without an owner: since when, why, and who had them last (P2, P3, F10)."""

from __future__ import annotations

from datetime import date

from generator.report.frame import Frame
from generator.report.pool import in_pool
from generator.report.protection import reasons
from generator.report.rich import Chip, Span, plain
from generator.values import dataclass


@dataclass(frozen=True, slots=True)
class Pooled:
    """One customer of the pool; ``previous`` is who had them last, None for nobody."""

    customer: str
    name: Span
    chip: Chip
    since: date
    why: str
    previous: str | None


def pooled(frame: Frame, consultant: str | None = None) -> tuple[Pooled, ...]:
    """Return the pool, who came last first; with ``consultant`` those whom this person had last."""
    return tuple(
        Pooled(
            customer=customer,
            name=frame.customer(customer),
            chip=frame.ladder.chip(frame.everyone[customer].grade),
            since=since,
            why=plain(reasons(frame, customer, found)),
            previous=found.previous,
        )
        for since, customer, found in in_pool(frame)
        if consultant in {None, found.previous}
    )
