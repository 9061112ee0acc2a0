"""Customers' pages of the last build: those that the same facts would make again are not made again.

`build/.cache/docs.json` knows of each page the digest of everything that it shows, and the SHA-256 of the file in
build/docs. It only ever saves time: a page whose facts or whose file are not those any more is made anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator import store
from generator.report.frame import Frame
from generator.site import told
from generator.site.program import program
from generator.site.told import Remembered
from generator.store import digest

NAME = "docs.json"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The pages of the last build in the folder ``docs``: by path the digest of what they show, and of the file."""

    docs: Path
    weeks: Remembered
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def stands(self, path: str, facts: str) -> bool:
        """Tell whether the file of a page is what the same facts would make of it again."""
        found = self.known.get(path)
        if found is None or found[0] != facts:
            return False
        with contextlib.suppress(OSError):
            file = self.docs / path
            return not file.is_symlink() and digest(file.read_bytes()) == found[1]
        return False

    def after(self, made: Mapping[str, tuple[str, bytes]], standing: Collection[str], weeks: Remembered) -> Earlier:
        """Return what the next build may know: the pages that were made, with their facts, and those that stand."""
        known: dict[str, Sequence[str]] = {path: self.known[path] for path in standing}
        known |= {path: (facts, digest(page)) for path, (facts, page) in made.items()}
        return Earlier(self.docs, weeks, known)

    def save(self, cache: Path) -> None:
        """Keep it for the next build."""
        store.save(cache / NAME, self.known)
        told.save(cache / told.NAME, self.weeks)


NOTHING = Earlier(Path(), Remembered(Path()))


def load(cache: Path, docs: Path) -> Earlier:
    """Return what the last build left; nothing where the files can't be used."""
    found = store.load(cache / NAME)
    return Earlier(docs, told.load(cache / told.NAME, docs), found if isinstance(found, dict) else {})


class Facts:
    """What customers' pages show: for all of them alike the program, the templates, the office and everybody's name.

    ``common`` is what all pages depend on, those of the weeks too: program, templates and language.
    """

    def __init__(self, frame: Frame, templates: Mapping[str, str]) -> None:
        self._frame = frame
        people = ((name, one.customer.record) for name, one in frame.snapshot.dossiers.items())
        names = [(name, one.name, one.profile.title, one.referrer) for name, one in people]
        self.common = digest(repr((program(), *templates.items(), frame.tr.info())).encode())
        shared = (self.common, frame.as_of, frame.office, frame.owners, tuple(frame.everyone), names)
        self._shared = digest(repr((*shared, frame.snapshot.rules_sha256)).encode())

    def of(self, customer: str) -> str:
        """Return the digest of everything that a customer's page shows.

        ``repr`` tells apart whatever differs; where it wrote equal values differently, a page would be made once more.
        """
        frame, work = self._frame, self._frame.work
        duties = [duty for duty in work.duties.duties.get(customer, ()) if duty.open]
        own = (frame.everyone[customer], frame.snapshot.dossiers[customer], work.protections[customer], duties)
        return digest(f"{self._shared} {own!r}".encode())
