"""An office with some files changed, and the problems of it in short."""

from __future__ import annotations

from collections.abc import Mapping

from generator.read.problem import Level, Problem
from tests.offices import CUSTOMER, VISIT, typed

ONE, TWO = "customers/7k3qf", "customers/2m9xd"

Changes = Mapping[str, str | bytes | None]


def short(problem: Problem) -> str:
    """Return a problem as ``file:line code``, a warning with an exclamation mark in front."""
    mark = "!" if problem.level is Level.WARNING else ""
    path = problem.place.path.removeprefix("customers/").removesuffix(".yaml")
    return f"{mark}{path}:{problem.place.line} {problem.code}"


def found(changes: Changes) -> list[str]:
    return [short(problem) for problem in typed(changes).problems]


def decision(kind: str, to: str = "", by: str = "chen-wei", at: str = "2026-11-13", more: str = "") -> str:
    return f"at: {at}\nby: {by}\nkind: {kind}\nreason: 是\n" + (f"to: {to}\n" if to else "") + more


def deal(stage: str, at: str, unit: str = "3-1201") -> str:
    return f"at: {at}\nstage: {stage}\nunit: {unit}\n"


def deals(folder: str, *stages: tuple[str, str], unit: str = "3-1201") -> dict[str, str]:
    return {f"{folder}/deals/{number}.yaml": deal(stage, at, unit) for number, (stage, at) in enumerate(stages)}


def referred(by: str, customer: str = CUSTOMER) -> str:
    return customer.replace("walk_in", "referral") + f"referrer: {by}\n"


MERGED = "closed: {on: 2026-11-13, reason: merged}\n"
THIRD = {"customers/5pqrs/customer.yaml": CUSTOMER.replace("王建国", "孙三"), "customers/5pqrs/visits/1.yaml": VISIT}


def merged(one: str, other: str, day: int, customer: str = CUSTOMER) -> dict[str, str]:
    return {
        f"customers/{one}/customer.yaml": customer + f"closed: {{on: 2026-11-{day}, reason: merged}}\n",
        f"customers/{one}/decisions/1.yaml": decision("merge", other, at=f"2026-11-{day}"),
    }
