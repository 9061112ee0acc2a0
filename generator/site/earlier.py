"""Customers' pages of the last build: those that the same facts would make again are not made again.

`build/.cache/docs.json` knows of each page the digest of everything that it shows, the SHA-256 of the file in
build/docs, and its state on the disk, with which it need not be read; of lists also each row's. It only saves time: a
page whose facts and rows, or whose file, are not those any more is made anew.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from generator import store
from generator.apart.states import states_of
from generator.model.dossier import Dossier
from generator.model.rules import Method
from generator.packing import spelled
from generator.report.frame import Frame
from generator.site import told
from generator.site.listing import Rows
from generator.site.program import program
from generator.site.told import Remembered
from generator.store import digest
from generator.values import dataclass, field

NAME = "docs.json"
_ROW = 32
"""Digits of the digest of a row, of which there are thousands."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The pages of the last build in the folder ``docs``.

    By path the digest of what they show, that of the file, and the file's state (empty where it may change unseen); for
    lists also their ``rows``.
    """

    def facts(self, path: str) -> str:
        """Return the digest of what a page showed; nothing where there was none."""
        found = self.known.get(path)
        return "" if found is None else found[0]

    docs: Path
    weeks: Remembered
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, Rows] = field(default_factory=dict)

    def standing(self, path: str, facts: str) -> str | None:
        """Return the digest of a page's file if it is what the same facts would make of it again, else None."""
        found = self.known.get(path)
        if found is None or found[0] != facts:
            return None
        with contextlib.suppress(OSError, IndexError):
            if found[2] and self.state(path) == found[2]:
                return found[1]
            file = self.docs / path
            return found[1] if not file.is_symlink() and digest(file.read_bytes()) == found[1] else None
        return None

    def state(self, path: str) -> str:
        """Return what changes with every change of a page's file; nothing where there is none."""
        try:
            return states_of([(path, os.lstat(f"{self.docs}/{path}"))], sys.maxsize)[path]  # pathlib is slow
        except OSError:
            return ""

    def after(self, known: Mapping[str, tuple[str, str, str]], rows: Mapping[str, Rows], weeks: Remembered) -> Earlier:
        """Return what the next build may know: the pages that are ``known`` now, the ``rows`` of lists, the weeks."""
        found: list[tuple[str, os.stat_result]] = []
        for path in known:
            with contextlib.suppress(OSError):
                found.append((path, os.lstat(f"{self.docs}/{path}")))
        newest = max((status.st_ctime_ns for _path, status in found), default=0)  # it is no later than now
        states = states_of(found, newest)
        pages = {
            path: (facts, digest, state if state == states.get(path) else "")
            for path, (facts, digest, state) in known.items()
        }
        return Earlier(self.docs, weeks, pages, rows)

    def save(self, cache: Path) -> None:
        """Keep it for the next build."""
        store.save(cache / NAME, {"pages": self.known, "rows": self.rows}, program())
        told.save(cache / told.NAME, self.weeks)


NOTHING = Earlier(Path(), told.NOTHING)


def load(cache: Path, docs: Path) -> Earlier:
    """Return what the last build by the same program left; nothing where the files can't be used."""
    weeks, found = told.load(cache / told.NAME, docs), store.load(cache / NAME, program())
    return Earlier(docs, weeks) if found is None else Earlier(docs, weeks, found["pages"], found["rows"])


class Facts:
    """What customers' pages show: for all of them alike the office, everybody's name, and what is ``common``."""

    def __init__(self, frame: Frame, common: str, digests: Mapping[str, str] = MappingProxyType({})) -> None:
        """Begin with what is ``common`` to all pages, and the ``digests`` of the records that are known already."""
        self._frame, self._digests = frame, digests
        self._found: dict[str, str] = {}
        people = ((name, one.customer.record) for name, one in frame.snapshot.dossiers.items())
        names = [(name, one.name, one.profile.title, one.referrer) for name, one in people]
        shared = (common, frame.as_of, frame.office, frame.owners, tuple(frame.everyone), names)
        self._shared = digest(repr((*shared, frame.snapshot.rules_sha256)).encode()).encode()
        schemes = frame.rules.schemes
        self._ranking = [name for name, scheme in schemes.items() if scheme.method is Method.SHARE]
        self._ranked = schemes[frame.rules.official].method is Method.SHARE

    def of(self, customer: str) -> str:
        """Return the digest of everything that a customer's page shows.

        Grade, owner, protection and duties follow from the customer's records, merged ones included, with what all have
        in common: program, rules, office, day. Only a place in a share scheme (G5) depends on the others' records, and
        so does all that follows from the grade where such a scheme is the official one.
        """
        found = self._found.get(customer)
        if found is None:
            known, grading = self._digests.get(customer), self._frame.everyone[customer]
            records = digest_of(self._frame.snapshot.dossiers[customer]) if known is None else known
            places = grading if self._ranked else [grading.schemes[name] for name in self._ranking]
            found = digest(self._shared + records.encode() + spelled(places))
            self._found[customer] = found  # lists ask again
        return found

    def together(self, said: object, customers: Iterable[str]) -> str:
        """Return the digest of everything that a list of customers shows: what it says of itself, and of each."""
        return digest(self._shared + repr((said, [*map(self.of, customers)])).encode())

    def in_rows(self, said: object, rows: Rows) -> str:
        """Return the digest of everything that a list shows: what it says of itself, and its rows."""
        return digest(self._shared + repr((said, [*rows.items()])).encode())

    @staticmethod
    def row(shown: object) -> str:
        """Return the digest of what a list shows of one customer."""
        return digest(spelled(shown))[:_ROW]


def digest_of(dossier: Dossier) -> str:
    """Return a digest of everything on file about a customer."""
    return digest(spelled(dossier))
