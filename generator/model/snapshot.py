"""One revision of an office, typed: office, rules and every customer's records, with all problems found on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import yaml
from pydantic import BaseModel

from generator.model.loading import load
from generator.model.office import Office
from generator.model.record import Customer, Deal, Decision, Visit
from generator.model.rules import Rules
from generator.model.scalar import ID_PATTERN
from generator.read.document import Document, parse
from generator.read.problem import Place, Problem, in_order
from generator.read.tree import Tree
from generator.texts import Message, _

T = TypeVar("T", bound=BaseModel)

RULES, OFFICE, CUSTOMERS = "rules.yaml", "office.yaml", "customers/"
_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True, slots=True)
class Filed(Generic[T]):
    """A record with its file and the line of each of its keys (``judged.price`` for a nested one)."""

    path: str
    record: T
    lines: Mapping[str, int]

    def place(self, key: str = "") -> Place:
        """Return the place of a key, or of the file."""
        return Place(self.path, self.lines.get(key, 1))


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on file about one customer (客户档案); visits, decisions and deals in order of (at, path)."""

    id: str
    folder: str
    customer: Filed[Customer]
    visits: tuple[Filed[Visit], ...]
    decisions: tuple[Filed[Decision], ...]
    deals: tuple[Filed[Deal], ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A revision as typed values. ``office`` and ``rules`` are None where their file can't be used (see ``problems``)."""

    revision: str | None
    dirty: bool
    office: Office | None
    rules: Rules | None
    rules_document: Document | None
    rules_sha256: str
    dossiers: Mapping[str, Dossier]
    problems: tuple[Problem, ...]
