"""One revision of an office, typed: office, rules and every customer's records, with all problems found on the way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from generator.model.consistency import around_customers, consistency
from generator.model.dossier import Dossier, Filed, in_time
from generator.model.fault import Unreadable
from generator.model.loading import load
from generator.model.merging import ended, with_joined
from generator.model.office import Office
from generator.model.privacy import personal_data
from generator.model.record import Customer, Deal, Decision, Visit
from generator.model.rules import Rules
from generator.model.scalar import ID_PATTERN
from generator.model.shape import read
from generator.model.shelves import Roll, Shelves, name_of, place_in
from generator.model.tombstone import Tombstone, Tombstones, id_of, leftover
from generator.read.document import Document
from generator.read.lines import Marks, read_lines
from generator.read.memory import Memory
from generator.read.problem import Place, Problem, in_order
from generator.read.text import decode
from generator.read.tree import OFFICE, RULES, Tree
from generator.texts import Message, _
from generator.values import dataclass, field, replace

M = TypeVar("M")
R = TypeVar("R", Visit, Decision, Deal)

_ID = re.compile(ID_PATTERN)


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


class Setting(NamedTuple):
    """rules.yaml or office.yaml in a Memory, where it goes by ``Rules`` or ``Office``: its bytes, and what they say."""

    data: bytes
    value: Any
    document: Document | None
    problems: tuple[Problem, ...]


def snapshot(tree: Tree, memory: Memory | None = None, *, across: bool = True) -> Snapshot:
    """Type every file of a tree: the values, and every problem that needs neither a date nor compiled rules.

    With a ``memory`` a record that was parsed before is not parsed again. Problems ``across`` files can be left out.
    """
    problems = list(tree.problems)
    office, office_document = _setting(tree, OFFICE, Office, problems, memory)
    rules, rules_document = _setting(tree, RULES, Rules, problems, memory)
    shelves = _arranged(tree, memory)
    tombstones = _tombstones(tree, shelves, problems, memory)
    dossiers = _dossiers(tree, shelves, tombstones, problems, memory)
    if across:
        problems += consistency(office, dossiers, tombstones)
        problems += around_customers(office, office_document, tombstones, tree.others)
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
    tree = Tree(files, office.revision, office.dirty)
    dossiers = _dossiers(tree, _arranged(tree, None), office.tombstones, problems, None)
    return replace(office, dossiers=dossiers, problems=in_order(problems))


def read_record(
    path: str, data: bytes, model: type[M], problems: list[Problem], memory: Memory | None = None
) -> Filed[M] | None:
    """Return one file as a record; None, and ``problems`` longer, where it can't be used."""
    known: tuple[M, Marks] | None = None if memory is None else memory.value((data, model))
    if known is not None:
        return Filed(path, *known)
    known = _short(path, data, model) or _whole(path, data, model, problems)
    if known is None:
        return None
    if memory is not None:
        memory.keep((data, model), known)
    return Filed(path, *known)


def _whole(path: str, data: bytes, model: type[M], problems: list[Problem]) -> tuple[M, Marks] | None:
    """Return a record and its marks, read as YAML; None, and ``problems`` longer, where it can't be used."""
    document, found = _parsed(path, data)
    problems += found
    if document is None:
        return None
    record, found = load(document, model)
    problems += found
    return None if record is None else (record, document.marks())


def _parsed(path: str, data: bytes) -> tuple[Document | None, list[Problem]]:
    from generator.read.parsing import parse  # noqa: PLC0415 - YAML takes long to load; most records go the short way

    return parse(path, data)


def _short(path: str, data: bytes, model: type[M]) -> tuple[M, Marks] | None:
    """Return a record of plain lines and its marks; None where it is written more freely, or something is wrong."""
    text, problems = decode(path, data)
    lines = None if text is None or problems else read_lines(text)
    if lines is None:
        return None
    try:
        return read(model, lines.plain), lines.marks
    except Unreadable:
        return None


def _setting(
    tree: Tree, path: str, model: type[M], problems: list[Problem], memory: Memory | None
) -> tuple[M | None, Document | None]:
    """Return rules.yaml or office.yaml: the same value, with the same problems, as long as the file does not change."""
    if memory is None or path not in tree.files:
        return _required(tree, path, model, problems)
    data = tree.files[path]
    known: Setting | None = memory.value(model)
    if known is None or known.data != data:
        own: list[Problem] = []
        value, document = _required(tree, path, model, own)
        known = Setting(data, value, document, tuple(own))
        memory.keep(model, known)
    problems += known.problems
    return known.value, known.document


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
    document, found = _parsed(path, data)
    problems += found
    if document is None:
        return None, None
    value, found = load(document, model)
    problems += found
    return value, document


def _arranged(tree: Tree, memory: Memory | None) -> Shelves:
    """Return the paths of all records by customer: those of the revision before, with what differs now."""
    shelves: Shelves | None = None if memory is None else memory.value(Shelves)
    if shelves is None:
        shelves = Shelves()
    shelves.take(tree.files, tree.news)
    if memory is not None:
        memory.keep(Shelves, shelves)
    return shelves


def _tombstones(tree: Tree, shelves: Shelves, problems: list[Problem], memory: Memory | None) -> Tombstones:
    """Return what is left of those who were forgotten, by id."""
    found = {}
    for path, customer in sorted(shelves.tombstones.items()):
        filed = read_record(path, tree.files[path], Tombstone, problems, memory)
        if filed is not None:
            found[customer] = filed
    return found


def _dossiers(
    tree: Tree, shelves: Shelves, tombstones: Tombstones, problems: list[Problem], memory: Memory | None
) -> dict[str, Dossier]:
    """Put the records together by customer, in order of id: the same dossier as long as none of its files changes."""
    problems += [Problem(Place(path), "misplaced", _MISPLACED) for path in sorted(shelves.misplaced)]
    shelves.roll, shelves.touched = _called(tree, shelves, tombstones, memory), set()
    if shelves.roll is not None:
        for folder in shelves.roll.faulty:
            problems += shelves.dossiers[folder][1]
        return with_joined(shelves.roll.dossiers, shelves.roll.merged)
    folders = {folder: kinds for folder, kinds in shelves.folders.items() if name_of(folder) not in tombstones}
    for folder in shelves.folders.keys() - folders.keys():
        problems.append(leftover(_first(shelves.folders[folder]), tombstones[name_of(folder)].record))
    own = list(_with_own_id(folders, problems))
    complete = len(own) == len(shelves.folders)
    found: list[Dossier] = []
    for folder in own:
        if "customer" not in folders[folder]:
            complete = False
            continue
        if folder not in shelves.dossiers:
            shelves.dossiers[folder] = _made(tree, shelves, folder, memory)
        dossier, known = shelves.dossiers[folder]
        problems += known
        if dossier is not None:
            found.append(dossier)
    dossiers = {dossier.id: dossier for dossier in sorted(found, key=attrgetter("id"))}
    merged = ended(dossiers)
    if complete:
        faulty = frozenset(folder for folder in own if shelves.dossiers[folder][1])
        by_name = {name_of(folder): folder for folder in own}
        shelves.roll = Roll(dossiers, by_name, faulty, merged, frozenset(tombstones))
    return with_joined(dossiers, merged)


def _called(tree: Tree, shelves: Shelves, tombstones: Tombstones, memory: Memory | None) -> Roll | None:
    """Return the roll after some folders were touched; None where one of them is not plainly a customer's own."""
    roll, touched = shelves.roll, shelves.touched
    if roll is None or roll.forgotten != tombstones.keys():
        return None
    dossiers, folders, faulty = dict(roll.dossiers), dict(roll.folders), set(roll.faulty - touched)
    for folder in touched:
        if folders.get(name_of(folder)) == folder:
            del folders[name_of(folder)]
    for folder in touched & shelves.folders.keys():
        name = name_of(folder)
        if "customer" not in shelves.folders[folder] or name in folders or name in tombstones or not is_id(name):
            return None
        dossier, own = shelves.dossiers[folder] = _made(tree, shelves, folder, memory)
        folders[name] = folder
        if own:
            faulty.add(folder)
        if dossier is not None:
            dossiers[name] = dossier
        else:
            dossiers.pop(name, None)
    names = {name_of(folder) for folder in touched}
    for name in names - folders.keys():
        dossiers.pop(name, None)
    if not names & dossiers.keys() <= roll.dossiers.keys():  # who was there stays in place
        dossiers = dict(sorted(dossiers.items()))
    merged = ended({name: dossiers[name] for name in (names | roll.merged) & dossiers.keys()})
    return Roll(dossiers, folders, frozenset(faulty), merged, roll.forgotten)


def _made(tree: Tree, shelves: Shelves, folder: str, memory: Memory | None) -> tuple[Dossier | None, list[Problem]]:
    """Make the dossier of a folder, with the problems of its files."""
    problems: list[Problem] = []
    return _dossier(tree, folder, shelves.folders[folder], problems, memory), problems


def _first(kinds: Mapping[str, Sequence[str]]) -> str:
    """Return the first path of a customer's folder."""
    return min(paths[0] for paths in kinds.values())


_MISPLACED = Message(
    _(
        "This file is at no place of a record; a record is customers/ID/customer.yaml, or lies in visits/, "
        "decisions/ or deals/ of that folder."
    )
)


def is_id(name: str) -> bool:
    """Tell whether a folder's name can be a customer's id."""
    return _ID.fullmatch(name) is not None


def folder_of(path: str) -> str | None:
    """Return the customer's folder that a record or tombstone lies in; None for a path at no such place."""
    place = place_in(path)
    return path.rpartition("/")[0] if id_of(path) is not None else None if place is None else place[0]


def _with_own_id(folders: Mapping[str, Mapping[str, list[str]]], problems: list[Problem]) -> Iterator[str]:
    """Yield the folders that have a valid id of their own; all others are problems."""
    by_id: dict[str, list[str]] = {}
    unreadable = {problem.place.path for problem in problems}
    for folder, kinds in folders.items():
        by_id.setdefault(name_of(folder), []).append(folder)
        if "customer" not in kinds and f"{folder}/customer.yaml" not in unreadable:
            message = Message(
                _("There is no customer.yaml in %(folder)s, so this record belongs to nobody; add it."),
                {"folder": folder},
            )
            problems.append(Problem(Place(_first(kinds)), "no-customer", message))
    for name, same in by_id.items():
        for folder in same:
            if not is_id(name):
                message = Message(
                    _(
                        "The folder's name “%(id)s” is not an id; "
                        "use small letters, digits and “-”, at most 32 of them."
                    ),
                    {"id": name},
                )
                problems.append(Problem(Place(f"{folder}/customer.yaml"), "id", message))
            elif len(same) > 1:
                other = min(other for other in same if other != folder)
                message = Message(
                    _("Two folders have the id “%(id)s”, also %(other)s; give one of them a new id."),
                    {"id": name, "other": other},
                )
                problems.append(Problem(Place(f"{folder}/customer.yaml"), "duplicate-id", message))
            else:
                yield folder


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
    return Dossier(name_of(folder), folder, customer, visits, decisions, deals, tuple(unread))
