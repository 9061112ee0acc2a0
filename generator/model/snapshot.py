"""One revision of an office, typed: office, rules and every customer's records, with all problems found on the way."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from generator.model.consistency import consistency
from generator.model.dossier import Dossier, Filed, in_time
from generator.model.loading import load
from generator.model.merging import with_joined
from generator.model.office import Office
from generator.model.privacy import personal_data
from generator.model.record import Customer, Deal, Decision, Visit
from generator.model.rules import Rules
from generator.model.scalar import ID_PATTERN
from generator.model.tombstone import NAME as TOMBSTONE
from generator.model.tombstone import Tombstone, Tombstones, id_of, leftover
from generator.read.document import Document, parse
from generator.read.lines import Marks, read_lines
from generator.read.memory import Memory
from generator.read.problem import Place, Problem, in_order
from generator.read.text import decode
from generator.read.tree import CUSTOMERS, OFFICE, RULES, Tree
from generator.texts import Message, _

M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", Visit, Decision, Deal)

_ID = re.compile(ID_PATTERN)
_KINDS: Mapping[str, type[Visit | Decision | Deal]] = {"visits": Visit, "decisions": Decision, "deals": Deal}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A typed revision; ``office`` and ``rules`` are None where their file can't be used (see ``problems``).

    ``tombstones`` are of customers who were forgotten by then (L1). ``hushed`` are those who were forgotten later:
    their dossiers still count, and say nothing about the person.
    """

    revision: str | None
    dirty: bool
    office: Office | None
    rules: Rules | None
    rules_document: Document | None
    rules_sha256: str
    dossiers: Mapping[str, Dossier]
    problems: tuple[Problem, ...]
    tombstones: Tombstones = field(default_factory=dict)
    hushed: frozenset[str] = frozenset()


def snapshot(tree: Tree, memory: Memory | None = None, *, across: bool = True) -> Snapshot:
    """Type every file of a tree: the values, and every problem that needs neither a date nor compiled rules.

    With a ``memory`` a record that was parsed before is not parsed again. Problems ``across`` files can be left out.
    """
    problems = list(tree.problems)
    office, office_document = _setting(tree, OFFICE, Office, problems, memory)
    rules, rules_document = _setting(tree, RULES, Rules, problems, memory)
    tombstones = _tombstones(tree, problems, memory)
    dossiers = _dossiers(tree, tombstones, problems, memory)
    if across:
        problems += consistency(office, dossiers, tree.others, office_document, tombstones)
        problems += personal_data(tree.files, office)
    return Snapshot(
        revision=tree.revision,
        dirty=tree.dirty,
        office=office,
        rules=rules,
        rules_document=rules_document,
        rules_sha256=hashlib.sha256(tree.files.get(RULES, b"")).hexdigest(),
        dossiers=dossiers,
        problems=in_order(problems),
        tombstones=tombstones,
    )


def with_records(office: Snapshot, files: Mapping[str, bytes]) -> Snapshot:
    """Return the customers whose files these are, under the settings of an ``office``; ``problems`` are of each file.

    Nothing is said of what a customer is to others, in these files or elsewhere.
    """
    problems: list[Problem] = []
    dossiers = _dossiers(Tree(files, office.revision, office.dirty), office.tombstones, problems, None)
    return replace(office, dossiers=dossiers, problems=in_order(problems))


def read_record(
    path: str, data: bytes, model: type[M], problems: list[Problem], memory: Memory | None = None
) -> Filed[M] | None:
    """Return one file as a record; None, and ``problems`` longer, where it can't be used."""
    known: tuple[M, Marks] | None = None if memory is None else memory.value((data, model))
    if known is None and (known := _short(path, data, model)) is None:
        document, found = parse(path, data)
        problems += found
        if document is None:
            return None
        record, found = load(document, model)
        problems += found
        if record is None:
            return None
        known = record, _marks(document.root)
    if memory is not None:
        memory.keep((data, model), known)
    return Filed(path, *known)


def _short(path: str, data: bytes, model: type[M]) -> tuple[M, Marks] | None:
    """Return a record of plain lines and its marks; None where it is written more freely, or something is wrong."""
    text, problems = decode(path, data)
    lines = None if text is None or problems else read_lines(text)
    if lines is None:
        return None
    try:
        return model.model_validate(lines.plain), lines.marks
    except ValidationError:
        return None


def _setting(
    tree: Tree, path: str, model: type[M], problems: list[Problem], memory: Memory | None
) -> tuple[M | None, Document | None]:
    """Return rules.yaml or office.yaml: the same value, with the same problems, as long as the file does not change."""
    if memory is None or path not in tree.files:
        return _required(tree, path, model, problems)
    data = tree.files[path]
    known: tuple[bytes, M | None, Document | None, list[Problem]] | None = memory.value(model)
    if known is None or known[0] != data:
        own: list[Problem] = []
        known = data, *_required(tree, path, model, own), own
        memory.keep(model, known)
    problems += known[3]
    return known[1], known[2]


def _required(tree: Tree, path: str, model: type[M], problems: list[Problem]) -> tuple[M | None, Document | None]:
    data = tree.files.get(path)
    if data is None:
        if not any(problem.place.path == path for problem in problems):
            problems.append(
                Problem(
                    Place(path),
                    "missing-file",
                    Message(_("%(file)s is missing; without it nothing can be graded."), {"file": path}),
                )
            )
        return None, None
    document, found = parse(path, data)
    problems += found
    if document is None:
        return None, None
    value, found = load(document, model)
    problems += found
    return value, document


def _marks(root: yaml.Node) -> dict[str, tuple[int, int]]:
    """Return line and column of every value of a record, two levels deep."""
    marks: dict[str, tuple[int, int]] = {}
    for key, value in root.value:
        marks[key.value] = (value.start_mark.line + 1, value.start_mark.column + 1)
        if isinstance(value, yaml.MappingNode):
            for inner, leaf in value.value:
                marks[f"{key.value}.{inner.value}"] = (leaf.start_mark.line + 1, leaf.start_mark.column + 1)
        elif isinstance(value, yaml.SequenceNode):
            for position, leaf in enumerate(value.value):
                marks[f"{key.value}.{position}"] = (leaf.start_mark.line + 1, leaf.start_mark.column + 1)
    return marks


def _tombstones(tree: Tree, problems: list[Problem], memory: Memory | None) -> Tombstones:
    """Return what is left of those who were forgotten, by id."""
    found = {}
    for path in tree.files:
        if path.endswith(f"/{TOMBSTONE}") and path.startswith(CUSTOMERS) and (customer := id_of(path)) is not None:
            filed = read_record(path, tree.files[path], Tombstone, problems, memory)
            if filed is not None:
                found[customer] = filed
    return found


def _dossiers(tree: Tree, tombstones: Tombstones, problems: list[Problem], memory: Memory | None) -> dict[str, Dossier]:
    """Put the records together by customer, in order of id."""
    folders: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for path in tree.files:
        if path.startswith(CUSTOMERS) and id_of(path) is None:
            place = _place_in(path)
            if place is None:
                problems.append(Problem(Place(path), "misplaced", _MISPLACED))
            else:
                folders[place[0]][place[1]].append(path)
    for folder in [folder for folder in folders if folder.rpartition("/")[2] in tombstones]:
        first = min(path for paths in folders.pop(folder).values() for path in paths)
        problems.append(leftover(first, tombstones[folder.rpartition("/")[2]].record))
    usable = [folder for folder in _with_own_id(folders, problems) if folders[folder]["customer"]]
    found = [_known_dossier(tree, folder, folders[folder], problems, memory) for folder in usable]
    return with_joined({dossier.id: dossier for dossier in sorted((d for d in found if d), key=attrgetter("id"))})


_MISPLACED = Message(
    _(
        "This file is at no place of a record; a record is customers/ID/customer.yaml, or lies in visits/, "
        "decisions/ or deals/ of that folder."
    )
)


def folder_of(path: str) -> str | None:
    """Return the customer's folder that a record or tombstone lies in; None for a path at no such place."""
    place = _place_in(path)
    return path.rpartition("/")[0] if id_of(path) is not None else None if place is None else place[0]


@lru_cache(maxsize=1 << 18)  # a year of weeks asks about the same paths fifty times
def _place_in(path: str) -> tuple[str, str] | None:
    """Return the customer's folder and the kind of record (customer, visits, decisions, deals) of a path."""
    parts = path.split("/")
    if parts[-1] == "customer.yaml" and len(parts) > 2:
        return "/".join(parts[:-1]), "customer"
    if len(parts) > 3 and parts[-2] in _KINDS:
        return "/".join(parts[:-2]), parts[-2]
    return None


def _with_own_id(folders: Mapping[str, Mapping[str, list[str]]], problems: list[Problem]) -> Iterator[str]:
    """Yield the folders that have a valid id of their own; all others are problems."""
    by_id: dict[str, list[str]] = defaultdict(list)
    unreadable = {problem.place.path for problem in problems}
    for folder, kinds in folders.items():
        by_id[folder.rpartition("/")[2]].append(folder)
        if "customer" not in kinds and f"{folder}/customer.yaml" not in unreadable:
            first = min(path for paths in kinds.values() for path in paths)
            message = Message(
                _("There is no customer.yaml in %(folder)s, so this record belongs to nobody; add it."),
                {"folder": folder},
            )
            problems.append(Problem(Place(first), "no-customer", message))
    for name, same in by_id.items():
        for folder in same:
            place = Place(f"{folder}/customer.yaml")
            if _ID.fullmatch(name) is None:
                message = Message(
                    _(
                        "The folder's name “%(id)s” is not an id; "
                        "use small letters, digits and “-”, at most 32 of them."
                    ),
                    {"id": name},
                )
                problems.append(Problem(place, "id", message))
            elif len(same) > 1:
                other = next(other for other in same if other != folder)
                message = Message(
                    _("Two folders have the id “%(id)s”, also %(other)s; give one of them a new id."),
                    {"id": name, "other": other},
                )
                problems.append(Problem(place, "duplicate-id", message))
            else:
                yield folder


def _known_dossier(
    tree: Tree, folder: str, kinds: Mapping[str, list[str]], problems: list[Problem], memory: Memory | None
) -> Dossier | None:
    """Return a customer's dossier: the same one, with the same problems, as long as none of the files changes."""
    if memory is None:
        return _dossier(tree, folder, kinds, problems, memory)
    files = {path: tree.files[path] for paths in kinds.values() for path in paths}
    known: tuple[Mapping[str, bytes], Dossier | None, list[Problem]] | None = memory.value((Dossier, folder))
    if known is None or known[0] != files:
        own: list[Problem] = []
        known = files, _dossier(tree, folder, kinds, own, memory), own
        memory.keep((Dossier, folder), known)
    problems += known[2]
    return known[1]


def _dossier(
    tree: Tree, folder: str, kinds: Mapping[str, list[str]], problems: list[Problem], memory: Memory | None
) -> Dossier | None:
    path = kinds["customer"][0]
    customer = read_record(path, tree.files[path], Customer, problems, memory)
    unread: list[str] = []

    def records(kind: str, model: type[R]) -> tuple[Filed[R], ...]:
        filed: list[Filed[R]] = []
        for path in kinds.get(kind, ()):
            record = read_record(path, tree.files[path], model, problems, memory)
            unread.append(path) if record is None else filed.append(record)
        return in_time(filed)

    visits, decisions, deals = records("visits", Visit), records("decisions", Decision), records("deals", Deal)
    if customer is None:
        return None
    return Dossier(folder.rpartition("/")[2], folder, customer, visits, decisions, deals, tuple(unread))
