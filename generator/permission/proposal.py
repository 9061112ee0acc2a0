"""A proposed change: the files it touches, and the office as it was before, whose rules and owners decide."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path

from generator.model.dossier import Filed
from generator.model.record import Customer, Deal, Decision, Visit
from generator.model.rules import Method
from generator.model.snapshot import Snapshot, read_record, snapshot
from generator.permission.spot import CUSTOMER, Layout, Spot, layout, spot_of
from generator.read.problem import Place
from generator.read.revision import tree_at
from generator.read.touched import PLAIN, Side, Touched, difference, fork
from generator.read.tree import OFFICE, RULES, Tree
from generator.values import dataclass, replace

AnyRecord = Customer | Visit | Decision | Deal
_MODELS: Mapping[str, type[AnyRecord]] = {
    CUSTOMER: Customer,
    "visits": Visit,
    "decisions": Decision,
    "deals": Deal,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """A touched record: its place and both sides, typed; a side is None where there is no file, or none that is read.

    ``touched`` has the bytes.
    """

    spot: Spot
    touched: Touched
    old: Filed[AnyRecord] | None
    new: Filed[AnyRecord] | None

    @property
    def path(self) -> str:
        """The path of the file."""
        return self.touched.path

    def place(self, key: str = "") -> Place:
        """Return the place of a key in the new file; where it has none, the first line that differs."""
        if key and self.new is not None and key in self.new.marks:
            return self.new.place(key)
        return first_difference(self.touched)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change, and what its rights are judged by: ``base``, the office before.

    ``edits`` are the touched records, ``others`` the touched files that are none. ``folders`` has the folders of each
    customer's id before the change, ``newcomers`` the consultant of each customer who comes on file with it, ``gone``
    customer and content of each file that went; ``layout`` says where everything lies after it. ``base`` knows at least
    the touched customers; ``merged`` has the records of all, with the change, and the settings before it.
    """

    base: Snapshot
    edits: tuple[Edit, ...]
    others: tuple[Touched, ...]
    folders: Mapping[str, frozenset[str]]
    newcomers: Mapping[str, str]
    gone: frozenset[tuple[str, bytes | None]]
    layout: Layout
    merged: Tree


def proposal(root: Path, base: str, head: str | None) -> Proposal:
    """Return what leads from where ``head`` (None: the files as they are) left ``base``, beside the office at ``base``.

    Raises RevisionError where a revision is missing or cannot be compared.
    """
    found = difference(root, fork(root, base, head or "HEAD"), head)
    spots = {touched.path: spot_of(touched.path) for touched in found.touched}
    edits = tuple(_edit(spot, touched) for touched in found.touched if (spot := spots[touched.path]) is not None)
    tree = tree_at(root, base)
    folders: dict[str, set[str]] = {}
    for path in tree.files:
        if (spot := spot_of(path)) is not None:
            folders.setdefault(spot.customer, set()).add(spot.folder)
    return Proposal(
        base=_known(tree, edits),
        edits=edits,
        others=tuple(touched for touched in found.touched if spots[touched.path] is None),
        folders={customer: frozenset(names) for customer, names in folders.items()},
        newcomers=_newcomers(edits, folders),
        gone=frozenset(
            (edit.spot.customer, edit.touched.old.content)
            for edit in edits
            if edit.touched.new is None and edit.touched.old is not None
        ),
        layout=layout(found.paths, _folders(found.paths)),
        merged=_merged(tree, edits),
    )


def _newcomers(edits: tuple[Edit, ...], known: Container[str]) -> Mapping[str, str]:
    new = [edit.new for edit in edits if edit.new is not None and edit.spot.customer not in known]
    return {_of(filed.path) or "": filed.record.consultant for filed in new if isinstance(filed.record, Customer)}


def _folders(paths: Iterable[str]) -> Iterator[str]:
    """Yield the folders that hold a customer.yaml."""
    spots = (spot_of(path) for path in paths)
    return (spot.folder for spot in spots if spot is not None and spot.kind == CUSTOMER)


def _merged(tree: Tree, edits: tuple[Edit, ...]) -> Tree:
    """Return the tree with the change of its records."""
    touched = {edit.path for edit in edits}
    changed = {edit.path: edit.touched.new.content for edit in edits if edit.touched.new and edit.touched.new.content}
    kept = {path: data for path, data in tree.files.items() if path not in touched}
    return replace(tree, files=dict(sorted({**kept, **changed}.items())), others=(), problems=())


def _known(tree: Tree, edits: tuple[Edit, ...]) -> Snapshot:
    """Return the office with the customers that are touched; with all of them where a grade depends on all."""
    customers = {edit.spot.customer for edit in edits}
    customers |= {edit.new.record.to or "" for edit in edits if edit.new and isinstance(edit.new.record, Decision)}
    files = {path: data for path, data in tree.files.items() if path in {OFFICE, RULES} or _of(path) in customers}
    part = snapshot(replace(tree, files=files, others=(), problems=()))
    rules = part.rules
    if rules is not None and rules.schemes[rules.official].method is Method.SHARE:
        return snapshot(tree)
    return part


def _of(path: str) -> str | None:
    spot = spot_of(path)
    return None if spot is None else spot.customer


def _edit(spot: Spot, touched: Touched) -> Edit:
    return Edit(spot, touched, _typed(spot, touched.path, touched.old), _typed(spot, touched.path, touched.new))


def _typed(spot: Spot, path: str, side: Side | None) -> Filed[AnyRecord] | None:
    if side is None or side.mode != PLAIN or side.content is None:
        return None
    model: type[AnyRecord] = _MODELS[spot.kind]
    return read_record(path, side.content, model, [])


def first_difference(touched: Touched) -> Place:
    """Return the first line that differs, in the new file; line 1 of a file that is gone or new, or says the same."""
    if touched.old is None or touched.new is None:
        return Place(touched.path)
    old, new = ((side.content or b"").splitlines() for side in (touched.old, touched.new))
    same = next((number for number, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), None)
    if same is None and len(old) == len(new):
        return Place(touched.path)
    line = min(len(old), len(new)) if same is None else same
    return Place(touched.path, max(1, min(line + 1, len(new))))
