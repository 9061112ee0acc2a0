"""What a path is: a record of a customer, or any other file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from generator.model.scalar import ID_PATTERN
from generator.read.tree import CUSTOMERS
from generator.values import dataclass

CUSTOMER = "customer"
_KINDS = frozenset({"visits", "decisions", "deals"})
_ID = re.compile(ID_PATTERN)
_NAME = re.compile(r'[^/\\:*?"<>|]+\.yaml')


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record lies: the customer's id and folder, and its kind (customer, visits, decisions, deals)."""

    customer: str
    folder: str
    kind: str


def spot_of(path: str) -> Spot | None:
    """Return where a path belongs; None for whatever is no record, by its place or by an ambiguous name."""
    parts = path.split("/")
    if not path.startswith(CUSTOMERS) or not path.isprintable() or _NAME.fullmatch(parts[-1]) is None:
        return None
    up = 1 if parts[-1] == "customer.yaml" else 2
    kind = CUSTOMER if up == 1 else parts[-2]
    folder = parts[:-up]
    if len(folder) < 2 or (kind != CUSTOMER and kind not in _KINDS) or _ID.fullmatch(folder[-1]) is None:
        return None
    return Spot(folder[-1], "/".join(folder), kind)


def folded(path: str) -> str:
    """Return a path as a computer may see it that does not tell case, Unicode forms or a dot at the end apart."""
    parts = unicodedata.normalize("NFKC", path).casefold().split("/")
    return "/".join(part.rstrip(" .") for part in parts)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies after a change: paths and customers' folders, each by its ``folded`` form.

    ``above`` has every folder that another customer's folder lies in, ``customers`` the ids.
    """

    paths: Mapping[str, frozenset[str]]
    folders: Mapping[str, str]
    above: Mapping[str, str]
    customers: frozenset[str]

    def moved(self, spot: Spot) -> bool:
        """Tell whether a record's customer lies in another folder now."""
        return spot.customer in self.customers and folded(spot.folder) not in self.folders

    def twin(self, path: str) -> str | None:
        """Return another path that some computers take for the same file."""
        return min(self.paths.get(folded(path), frozenset()) - {path}, default=None)

    def around(self, folder: str) -> str | None:
        """Return a folder of another customer that lies in this one, or around it."""
        mine = folded(folder)
        outer = (self.folders[parent] for parent in _parents(mine) if parent in self.folders)
        return self.above.get(mine) or next(outer, None)


def layout(paths: Iterable[str], folders: Iterable[str]) -> Layout:
    """Return where paths and customers' folders lie."""
    alike: dict[str, set[str]] = {}
    for path in paths:
        alike.setdefault(folded(path), set()).add(path)
    known = {folded(folder): folder for folder in sorted(folders)}
    above = {parent: folder for name, folder in known.items() for parent in _parents(name)}
    customers = frozenset(folder.rpartition("/")[2] for folder in known.values())
    return Layout({name: frozenset(same) for name, same in alike.items()}, known, above, customers)


def _parents(folder: str) -> Iterator[str]:
    """Yield the folders around a folder, the nearest first."""
    while folder := folder.rpartition("/")[0]:
        yield folder
