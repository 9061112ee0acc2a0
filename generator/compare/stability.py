"""How far two distributions lie apart: the population stability index (PSI) of credit scoring."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from math import fsum, log
from typing import TypeVar

K = TypeVar("K")

_SHIFTED, _UNSTABLE = 0.1, 0.25


class Stability(StrEnum):
    """What the usual bounds make of an index: below 0.1, from 0.1 to 0.25, above."""

    STABLE = "stable"
    SHIFTED = "shifted"
    UNSTABLE = "unstable"


def psi(one: Mapping[K, int], other: Mapping[K, int]) -> float | None:
    """Return the sum of ``(p - q) × ln(p / q)`` over all bins, p and q being the shares; None where a side is empty.

    Neither p nor q may be 0: an empty bin counts as half a case of the larger side. The index is 0 where the shares
    are equal, else positive, and the same whichever side comes first.
    """
    sizes = sum(one.values()), sum(other.values())
    if not all(sizes):
        return None
    least = 0.5 / max(sizes)
    bins = [key for key in dict.fromkeys([*one, *other]) if one.get(key) or other.get(key)]
    shares = ((_share(one.get(key, 0), sizes[0], least), _share(other.get(key, 0), sizes[1], least)) for key in bins)
    return fsum((p - q) * (log(p) - log(q)) for p, q in shares)


def _share(number: int, size: int, least: float) -> float:
    return number / size if number else least


def stability(index: float) -> Stability:
    """Return the word for an index; both bounds belong to the middle."""
    if index < _SHIFTED:
        return Stability.STABLE
    return Stability.SHIFTED if index <= _UNSTABLE else Stability.UNSTABLE
