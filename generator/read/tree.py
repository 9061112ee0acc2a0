"""The files of one revision of an office, as bytes by path; where they come from no longer matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.read.problem import Problem

RECORD_FILES = ("rules.yaml", "office.yaml")
CUSTOMERS = "customers/"


@dataclass(frozen=True, slots=True)
class Tree:
    """The readable files of a revision: ``files`` by path with “/”, in order of path.

    ``revision`` is the full commit id, None outside git; ``dirty`` tells that the files differ from that commit.
    ``problems`` names what was there but could not be read as a file (links, devices, unreadable names …).
    """

    files: Mapping[str, bytes]
    revision: str | None
    dirty: bool
    problems: tuple[Problem, ...] = ()


def is_record(path: str) -> bool:
    """Tell whether a path holds data: rules.yaml, office.yaml, and the YAML files below customers/."""
    return path in RECORD_FILES or (path.startswith(CUSTOMERS) and path.endswith((".yaml", ".yml")))
