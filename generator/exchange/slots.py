"""The plan of a table: every value that its rows yield, in the order in which records are written."""

from collections.abc import Iterator, Sequence

from generator.exchange.finding import PLACEHOLDER
from generator.exchange.mapping import ContactMap, CustomerMap, DealMap, Origin, TableMap
from generator.exchange.values import Kind
from generator.model.fault import nearest
from generator.model.shape import keys_of
from generator.read.document import Document, Loc
from generator.read.problem import Problem
from generator.texts import Message, _
from generator.values import dataclass

_KINDS = {
    "registered": Kind.DAY,
    "closed.on": Kind.DAY,
    "next.on": Kind.DAY,
    "at": Kind.MOMENT,
    "wants.rooms": Kind.NUMBER,
    "wants.area": Kind.NUMBER,
    "wants.budget": Kind.NUMBER,
    "profile.age": Kind.NUMBER,
    "amount": Kind.NUMBER,
    "consultant": Kind.PERSON,
    "by": Kind.PERSON,
    "referrer": Kind.CUSTOMER,
    "phone": Kind.PHONE,
    "units": Kind.LIST,
}
_OURS = frozenset({"if_given", "number"})  # keys of the mapping that no record has
_NEEDED = frozenset({"name", "consultant", "source", "registered", "at", "channel", "by", "stage"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One value of a record: its key (`wants.rooms`), where it comes from, and what it holds."""

    key: str
    origins: tuple[Origin, ...]
    kind: Kind
    needed: bool
    loc: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Yield:
    """A record that a row yields: the folder of its kind ("" for customer.yaml), and its slots."""

    folder: str
    slots: tuple[Slot, ...]
    number: tuple[Origin, ...] | None = None
    if_given: str | None = None
    loc: tuple[str | int, ...] = ()


def yields(table: TableMap, name: str) -> tuple[Yield, ...]:
    """Return what a row of the table yields: the customer first, then contacts and deals."""
    here = ("tables", name)
    entries: list[tuple[str, ContactMap | DealMap, tuple[str | int, ...]]] = [
        *(("visits", contact, (*here, "contacts", index)) for index, contact in enumerate(table.contacts)),
        *(("deals", deal, (*here, "deals", index)) for index, deal in enumerate(table.deals)),
    ]
    customer = [Yield("", tuple(_slots(table.customer, (*here, "customer"))))] if table.customer else []
    return (
        *customer,
        *(
            Yield(folder, tuple(_slots(entry, loc)), entry.number, entry.if_given, loc)
            for folder, entry, loc in entries
        ),
    )


def _slots(model: CustomerMap | ContactMap | DealMap, loc: tuple[str | int, ...]) -> Iterator[Slot]:
    for name in keys_of(type(model)):
        value = getattr(model, name)
        if name in _OURS or not value:
            continue
        if isinstance(value, tuple):
            yield Slot(name, value, _KINDS.get(name, Kind.TEXT), name in _NEEDED, (*loc, name))
            continue
        for inner, origins in _entries(value):
            key = f"{name}.{inner}"
            yield Slot(key, origins, _KINDS.get(key, Kind.TEXT), False, (*loc, name, inner))


def _entries(value: object) -> Iterator[tuple[str, tuple[Origin, ...]]]:
    if keys := keys_of(type(value)):
        named = ((name, getattr(value, name)) for name in keys)
        yield from ((name, origins) for name, origins in named if origins)
    elif isinstance(value, dict):
        yield from value.items()


def columns_of(origins: Sequence[Origin]) -> Iterator[tuple[int, str, str]]:
    """Yield the position of the origin, its key in the mapping, and the column that it reads, for every one."""
    for index, origin in enumerate(origins):
        if origin.column is not None:
            yield index, "column", origin.column
        for name in PLACEHOLDER.findall(origin.template or ""):
            yield index, "template", name


def missing_columns(
    document: Document, table: TableMap, name: str, file: str, known: Sequence[str]
) -> Iterator[Problem]:
    """Yield a problem of the mapping for every column that it names and the file has not."""
    for column, loc in _named(table, name):
        if column in known:
            continue
        params = {"column": column, "file": file, "known": ", ".join(known)}
        if (meant := nearest(column, known)) is not None:
            message = Message(
                _("%(file)s has no column “%(column)s”; did you mean “%(meant)s”? Columns: %(known)s."),
                params | {"meant": meant},
            )
        else:
            message = Message(_("%(file)s has no column “%(column)s”. Columns: %(known)s."), params)
        yield Problem(document.place(loc), "unknown-column", message)


def _named(table: TableMap, name: str) -> Iterator[tuple[str, Loc]]:
    here = ("tables", name)
    for index, key, column in columns_of(table.key):
        yield column, (*here, "key", index, key)
    for each in yields(table, name):
        for slot in each.slots:
            for index, key, column in columns_of(slot.origins):
                yield column, (*slot.loc, index, key)
        for index, key, column in columns_of(each.number or ()):
            yield column, (*each.loc, "number", index, key)
        if each.if_given is not None:
            yield each.if_given, (*each.loc, "if_given")


def used_columns(table: TableMap, name: str) -> frozenset[str]:
    """Return the columns that the mapping reads; the others are not taken over."""
    return frozenset(column for column, _loc in _named(table, name))
