"""Names of files and folders: what a record's path may hold, and paths that not every system can tell apart."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from generator.read.problem import Place, Problem
from generator.read.tree import is_record
from generator.texts import Message, _

LONGEST_NAME = 80
"""Characters of one name: in UTF-8 at most 240 bytes, which every file system can hold."""

# Letters and digits of any script, and signs that mean nothing to a shell, a pattern, an address or another system.
# Windows keeps some names for devices.
_NAME = (
    r"(?i:(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z))"
    rf"[\w(（](?:[\w .,+()（）、·-]{{0,{LONGEST_NAME - 2}}}[\w)）])?)"
)

# Nearly every path is of such parts: dates, months, and words too long to be a device's name.
_PART = r"(?:[0-9a-z]{5,32}|[0-9]{1,10}(?:-[0-9]{1,10}){0,4})"
_PATH = rf"{_PART}(?:/{_PART})*\.yaml"
_ALL_ORDINARY = re.compile(rf"(?:{_PATH}\0)*+")


def all_ordinary(paths: Sequence[str]) -> bool:
    """Tell whether nothing is wrong with the names in any path; one look, where most offices have thousands.

    False says nothing: then ``name_problem`` is to be asked for each. NUL stands in no path.
    """
    return _ALL_ORDINARY.fullmatch("".join(f"{path}\0" for path in paths)) is not None


@lru_cache(maxsize=1 << 18)  # a year of weeks asks about the same paths fifty times
def name_problem(path: str) -> Problem | None:
    """Return what is wrong with the names in a path: all must be visible, those of records simple as well."""
    if all_ordinary([path]):
        return None
    if not path.isprintable():
        message = Message(_("The file's name has characters that can't be shown; rename it."))
        return Problem(Place(path), "file-name", message)
    bad = next((part for part in path.split("/") if not _simple(part)), None) if is_record(path) else None
    if bad is None:
        return None
    sentence = _(
        "“%(name)s” is no name that every system can hold; use letters, digits, spaces and - _ . , + ( ), "
        "at most %(limit)s characters, a letter or digit at both ends."
    )
    return Problem(Place(path), "file-name", Message(sentence, {"name": bad, "limit": LONGEST_NAME}))


@lru_cache(maxsize=1 << 16)
def _simple(name: str) -> bool:
    return re.fullmatch(_NAME, name) is not None


def twins(paths: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for every file or folder whose name differs from another's only in case or Unicode form.

    Windows and macOS keep only one of the two; whoever works there would delete the other without knowing.
    """
    together = "\n".join(paths)
    if _folded(together) == together:
        return
    odd = {part for path in paths if _folded(path) != path for part in _parts(path) if _folded(part) != part}
    ordered = sorted(paths)
    spellings: dict[str, set[str]] = defaultdict(set)
    for name in odd:
        plain = _folded(name)
        spellings[plain] |= {name, plain} if _stands(ordered, plain) else {name}
    for same in spellings.values():
        other, *rest = sorted(same)
        for name in rest:
            if name.rpartition("/")[0] == other.rpartition("/")[0]:  # else their folders are the twins
                sentence = _("This name and %(other)s differ only in capitals or Unicode form; rename one of them.")
                yield Problem(Place(name), "twin-name", Message(sentence, {"other": other}))


def _folded(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path.casefold())


def _parts(path: str) -> Iterable[str]:
    """Return the folders of a path, the outermost first, and the path itself."""
    return accumulate(path.split("/"), lambda folder, name: f"{folder}/{name}")


def _stands(ordered: Sequence[str], name: str) -> bool:
    """Tell whether there is a file or a folder ``name``."""
    for wanted in (name, f"{name}/"):
        at = bisect_left(ordered, wanted)
        if at < len(ordered) and (ordered[at] == name or ordered[at].startswith(f"{name}/")):
            return True
    return False
