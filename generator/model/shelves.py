"""The files of an office by customer, kept from one revision to the next: only what differs is put in place anew."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from generator.model.tombstone import NAME as TOMBSTONE
from generator.model.tombstone import id_of
from generator.read.tree import CUSTOMERS
from generator.values import dataclass

if TYPE_CHECKING:
    from generator.model.dossier import Dossier
    from generator.read.problem import Problem
    from generator.read.tree import News

CUSTOMER = "customer.yaml"
KINDS = ("visits", "decisions", "deals")
"""The folders of a customer that hold records."""


@dataclass(frozen=True, slots=True)
class Roll:
    """The dossiers of an office in which every folder is a customer's own, in order of id.

    No two folders have one id, and none is of the ``forgotten``. ``faulty`` are the folders in which a file has a
    problem, ``merged`` the ids that ended with a merge, ``folders`` the folder of every id.
    """

    dossiers: Mapping[str, Dossier]
    folders: Mapping[str, str]
    faulty: frozenset[str]
    merged: frozenset[str]
    forgotten: frozenset[str]


class Shelves:
    """The paths of one revision, each list in order of path.

    ``folders`` holds those of records, by the customer's folder and kind (customer, visits, decisions, deals);
    ``tombstones`` the ids of the forgotten by path; ``misplaced`` what lies at no place of a record. ``dossiers`` are
    those made of a folder, each with its problems; one in which a file is another now is taken away, and ``touched``
    names it until the dossiers are put together again. ``roll`` is how that was done last.
    """

    def __init__(self) -> None:
        self._files: Mapping[str, bytes] = {}
        self.folders: dict[str, dict[str, list[str]]] = {}
        self.tombstones: dict[str, str] = {}
        self.misplaced: set[str] = set()
        self.dossiers: dict[str, tuple[Dossier | None, list[Problem]]] = {}
        self.touched: set[str] = set()
        self.roll: Roll | None = None

    def take(self, files: Mapping[str, bytes], news: News | None = None) -> None:
        """Put the files of a revision in the place of those from before; where these are known to differ saves time."""
        known, self._files = self._files, files
        if not known:
            self._fill(files)
            return
        paths: Iterable[str] = files
        if news is not None and news.before is known:
            paths = sorted(path for path in news.paths if path in files)
            self._drop(path for path in news.paths if path in known and path not in files)
        else:
            self._drop(known.keys() - files.keys())
        for path in paths:
            if known.get(path) != files[path] and path.startswith(CUSTOMERS):
                self._put(path, new=path not in known)

    def _fill(self, paths: Iterable[str]) -> None:
        """Put all files in place where there were none: what lies beside a visit is a visit of the same customer."""
        beside: dict[str, list[str]] = {}
        for path in paths:
            if not path.startswith(CUSTOMERS):
                continue
            folder, _slash, name = path.rpartition("/")
            own = name in {CUSTOMER, TOMBSTONE}
            if not own and folder in beside:
                beside[folder].append(path)
                continue
            self._put(path, new=True)
            place = None if own else place_in(path)
            if place is not None:
                beside[folder] = self.folders[place[0]][place[1]]
        for records in beside.values():
            records.sort()

    def _touch(self, folder: str) -> None:
        self.dossiers.pop(folder, None)
        self.touched.add(folder)

    def _drop(self, paths: Iterable[str]) -> None:
        for path in paths:
            self.tombstones.pop(path, None)
            self.misplaced.discard(path)
            place = place_in(path)
            if place is None or place[0] not in self.folders:
                continue
            folder, kind = place
            self._touch(folder)
            kinds = self.folders[folder]
            kinds[kind].remove(path)
            if not kinds[kind]:
                del kinds[kind]
            if not kinds:
                del self.folders[folder]

    def _put(self, path: str, *, new: bool) -> None:
        place = place_in(path)
        if place is not None:
            folder, kind = place
            self._touch(folder)
            if new:
                insort(self.folders.setdefault(folder, {}).setdefault(kind, []), path)
        elif (customer := id_of(path)) is not None:
            self.tombstones[path] = customer
        else:
            self.misplaced.add(path)


def place_in(path: str) -> tuple[str, str] | None:
    """Return the customer's folder and the kind of record (customer, visits, decisions, deals) of a path."""
    parts = path.split("/")
    if parts[-1] == CUSTOMER and len(parts) > 2:
        return "/".join(parts[:-1]), "customer"
    if len(parts) > 3 and parts[-2] in KINDS and id_of(path) is None:
        return "/".join(parts[:-2]), parts[-2]
    return None


def name_of(folder: str) -> str:
    """Return a folder's own name, which is the customer's id."""
    return folder.rpartition("/")[2]
