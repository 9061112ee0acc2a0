"""Drafts beside what is on file already: new, the same, or different."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

from generator.exchange.drafts import MODELS, Draft
from generator.model.dossier import Dossier, Filed
from generator.model.record import Customer, Deal, Visit
from generator.model.shape import keys_of, read
from generator.model.yamltext import record_text
from generator.read.tree import CUSTOMERS
from generator.values import dataclass

Record = Customer | Visit | Deal


class Outcome(StrEnum):
    """What becomes of a draft."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    DIFFERENT = "different"


WRITTEN = frozenset({Outcome.NEW, Outcome.CHANGED})
"""The outcomes that write a file."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft with its file. `data` is what a new or changed file holds, `before` what a changed one held.

    `differs` names the keys in which an old one differs.
    """

    draft: Draft
    path: str
    outcome: Outcome
    data: bytes = b""
    differs: tuple[str, ...] = ()
    before: bytes = b""


def match(drafts: Iterable[Draft], dossiers: Mapping[str, Dossier], taken: Iterable[str]) -> Iterator[Entry]:
    """Yield every draft with its file; `taken` are the paths of all files there are."""
    names = set(taken)
    groups: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.customer, draft.folder].append(draft)
    for (customer, folder), group in groups.items():
        dossier = dossiers.get(customer)
        home = dossier.folder if dossier else f"{CUSTOMERS}{customer}"
        if not folder:
            yield from (_customer(draft, dossier, home) for draft in group)
            continue
        on_file: Sequence[Filed[Visit] | Filed[Deal]] = ()
        if dossier is not None:
            on_file = dossier.visits if folder == "visits" else dossier.deals
        yield from _entries(group, on_file, f"{home}/{folder}", names)


def _customer(draft: Draft, dossier: Dossier | None, home: str) -> Entry:
    path = f"{home}/customer.yaml"
    if dossier is None:
        return Entry(draft, path, Outcome.NEW, record_text(draft.record()).encode())
    differs = _differences(draft, _typed(draft), dossier.customer.record)
    return Entry(draft, path, Outcome.DIFFERENT if differs else Outcome.UNCHANGED, differs=differs)


def _entries(
    group: Sequence[Draft], on_file: Sequence[Filed[Visit] | Filed[Deal]], home: str, names: set[str]
) -> Iterator[Entry]:
    """Pair drafts with the customer's files: first the equal ones, then those that must be the same event."""
    left: list[Filed[Visit] | Filed[Deal]] = list(on_file)
    rest: list[tuple[Draft, Record]] = []
    for draft in group:
        typed = _typed(draft)
        same = next(
            (filed for filed in left if _numbered(draft, filed) and not _differences(draft, typed, filed.record)), None
        )
        if same is None:
            rest.append((draft, typed))
        else:
            left.remove(same)
            yield Entry(draft, same.path, Outcome.UNCHANGED)
    for draft, typed in rest:
        other = next((filed for filed in left if _same_event(draft, typed, filed)), None)
        if other is not None:
            left.remove(other)
            yield Entry(draft, other.path, Outcome.DIFFERENT, differs=_differences(draft, typed, other.record))
        else:
            yield Entry(draft, _free_name(home, draft, names), Outcome.NEW, record_text(draft.record()).encode())


def _typed(draft: Draft) -> Record:
    """Return the draft as a record; `merging.invalid` has sorted out what is none."""
    return read(MODELS[draft.folder], draft.record())


def _numbered(draft: Draft, filed: Filed[Visit] | Filed[Deal]) -> bool:
    return draft.number is None or f"-{draft.number}." in filed.path


def _same_event(draft: Draft, typed: Record, filed: Filed[Visit] | Filed[Deal]) -> bool:
    """Tell whether a file must be about the same event: by number, else by time, channel or stage, and unit."""
    if draft.number is not None:
        return _numbered(draft, filed)
    mine, theirs = typed, filed.record
    if isinstance(mine, Visit) and isinstance(theirs, Visit):
        same = mine.channel is theirs.channel
    elif isinstance(mine, Deal) and isinstance(theirs, Deal):
        same = mine.stage is theirs.stage and mine.unit == theirs.unit
    else:
        return False
    return (
        same
        and mine.at.day == theirs.at.day
        and (mine.at.minute == theirs.at.minute or -1 in {mine.at.minute, theirs.at.minute})
    )


def _differences(draft: Draft, mine: Record, theirs: Record) -> tuple[str, ...]:
    """Return the keys in which a file differs from what the draft says; what it does not say counts for nothing."""
    return tuple(_different_keys(draft.record(), mine, theirs, ""))


def _different_keys(said: object, mine: object, theirs: object, prefix: str) -> Iterator[str]:
    for name in keys_of(type(mine)):
        if not isinstance(said, Mapping) or name not in said:
            continue
        value, other = getattr(mine, name), getattr(theirs, name, None)
        if keys_of(type(value)):
            yield from _different_keys(said[name], value, other, f"{prefix}{name}.")
        elif isinstance(value, Mapping):
            known = other if isinstance(other, Mapping) else {}
            yield from (f"{prefix}{name}.{key}" for key in value if value[key] != known.get(key))
        elif value != other:
            yield f"{prefix}{name}"


def _free_name(home: str, draft: Draft, names: set[str]) -> str:
    stem = str(draft.values["at"])[:10] + (f"-{draft.number}" if draft.number else "")
    name, count = f"{home}/{stem}.yaml", 1
    while name in names:
        count += 1
        name = f"{home}/{stem}-{count}.yaml"
    names.add(name)
    return name
