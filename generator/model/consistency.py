"""What no single file can show: the checks across the files of one office, listed by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from generator.model.course import before_registration, closed_before_registration, stage_order, unit_taken
from generator.model.dossier import Dossier
from generator.model.duplicates import duplicates
from generator.model.merging import merges
from generator.model.office import Office
from generator.model.people import (
    approvers,
    decided_grades,
    deciders,
    leaders,
    new_owners,
    on_roster,
    owners_left,
    unknown_people,
)
from generator.model.privacy import masked_form
from generator.model.quality import future, incomplete, stale
from generator.model.relations import circular_referrals, referrers
from generator.model.rules import Rules
from generator.model.tombstone import Tombstones, forgetters
from generator.read.document import Document
from generator.read.problem import Level, Place, Problem
from generator.texts import Message, _

Dossiers = Mapping[str, Dossier]

OF_RECORDS: Sequence[Callable[[Dossiers], Iterator[Problem]]] = (
    before_registration,
    closed_before_registration,
    stage_order,
    unit_taken,
    circular_referrals,
    duplicates,
    incomplete,
)
"""The checks that need nothing but the records; beside them those of ids that may belong to a tombstone."""

OF_PEOPLE: Sequence[Callable[[Office, Dossiers], Iterator[Problem]]] = (unknown_people, deciders, new_owners)
"""The checks that need to know who works in the office."""


def consistency(
    office: Office | None,
    dossiers: Dossiers,
    tombstones: Tombstones = MappingProxyType({}),
    elsewhere: Collection[str] = (),
) -> list[Problem]:
    """Return every problem between customers' files that needs no date.

    They may still name those who have a tombstone, and customers who are known to be ``elsewhere``.
    """
    problems = [problem for check in OF_RECORDS for problem in check(dossiers)]
    problems += [*referrers(dossiers, tombstones, elsewhere), *merges(dossiers, tombstones)]
    problems += masked_form(office, dossiers)
    if office is not None:
        problems += [problem for check in OF_PEOPLE for problem in check(office, dossiers)]
    return problems


def around_customers(
    office: Office | None, document: Document | None, tombstones: Tombstones, others: Sequence[str]
) -> list[Problem]:
    """Return every problem between the other files: in office.yaml, tombstones, and those that hold no record."""
    problems = list(unexpected_files(others))
    if office is not None:
        problems += forgetters(office, tombstones)
        if document is not None:
            problems += leaders(office, document)
            problems += on_roster(office, document)
    return problems


def dated(office: Office | None, rules: Rules | None, dossiers: Dossiers, today: date) -> list[Problem]:
    """Return every problem that depends on the office's today, or on what its rules demand."""
    problems = list(future(dossiers, today))
    if office is not None:
        problems += owners_left(office, dossiers, today)
        if rules is not None:
            problems += approvers(office, rules, dossiers)
    if rules is not None:
        problems += decided_grades(rules, dossiers)
        if rules.follow_up.refresh_days is not None:
            problems += stale(dossiers, rules.follow_up.refresh_days, today)
    return problems


def unexpected_files(others: Sequence[str]) -> Iterator[Problem]:
    """Below customers/ there are records only; anything else is not read, and said so."""
    for path in others:
        if path.rpartition("/")[2].startswith(".git"):
            continue  # .gitkeep and the like belong to git
        if path.endswith((".yml", ".YAML", ".YML")):
            message = Message(_("This file is not read; rename it so that it ends in .yaml."))
        else:
            message = Message(_("This file is not read: it is no record. Move it out of customers/ or delete it."))
        yield Problem(Place(path), "unexpected-file", message, Level.WARNING)
