"""The files of one revision of an office, as bytes by path; where they come from no longer matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.read.problem import Place, Problem
from generator.texts import Message, _
from generator.values import dataclass, field

OFFICE, RULES, CUSTOMERS = "office.yaml", "rules.yaml", "customers/"
MAX_BYTES = 256 * 1024
"""Bytes of one file: a record has a few hundred."""

MAX_FILES = 200_000
MAX_TOTAL = 512 * 1024 * 1024
"""Bytes of all files together: ten thousand customers have about twenty million."""


@dataclass(frozen=True, slots=True)
class News:
    """Where files differ from those ``before``: nowhere but at these paths."""

    before: Mapping[str, bytes]
    paths: Collection[str]


@dataclass(frozen=True, slots=True)
class Tree:
    """The readable files of a revision: ``files`` by path with “/”, in order of path unless there are ``news``.

    ``revision`` is the full commit id, None outside git; ``dirty`` tells that the files differ from that commit.
    ``others`` lists the paths below customers/ that hold no record by their name. ``problems`` names what was there
    but could not be read as a file (links, devices, unreadable names …). ``news`` is where the files differ from those
    of the tree that was read before, if one was.
    """

    files: Mapping[str, bytes]
    revision: str | None
    dirty: bool
    others: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    news: News | None = field(default=None, compare=False, repr=False)


def is_record(path: str) -> bool:
    """Tell whether a path holds data: rules.yaml, office.yaml, and the YAML files below customers/."""
    return (path.startswith(CUSTOMERS) and path.endswith(".yaml")) or path in {OFFICE, RULES}


def not_a_file(path: str) -> Problem:
    """Return the problem for a link, device or submodule where a plain file belongs."""
    message = Message(
        _(
            "This is not a plain file; only regular files are read, never links or programs. "
            "Replace it by the file itself."
        )
    )
    return Problem(Place(path), "not-a-file", message)


def a_program(path: str) -> Problem:
    """Return the problem for a file that may be run: a record never is, and only records are read."""
    message = Message(_("This file is marked as a program; take the mark away: git update-index --chmod=-x, chmod -x."))
    return Problem(Place(path), "not-a-file", message)


def too_many() -> Problem:
    """Return the problem for a repository with more files, or larger ones, than are read."""
    sentence = _("More than %(limit)s files, or %(size)s MiB of them, below customers/; the rest is not read.")
    return Problem(Place(CUSTOMERS), "too-many-files", Message(sentence, {"limit": MAX_FILES, "size": MAX_TOTAL >> 20}))
