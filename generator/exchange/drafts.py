"""From the rows of a table to drafts of records; a row is taken whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence

from generator.exchange.finding import CellError, Found, Settings, find
from generator.exchange.keys import KeyFaultError, customer_id
from generator.exchange.mapping import TableMap
from generator.exchange.slots import Slot, Yield, yields
from generator.exchange.table import WHOLE_ROW, Row, Table
from generator.exchange.values import Kind, Office, read
from generator.model.phone import full_number, phone_key
from generator.model.record import Customer, Deal, Visit
from generator.model.scalar import normal
from generator.model.seal import sealed
from generator.model.shape import keys_of
from generator.model.yamltext import Value
from generator.texts import Message, _
from generator.values import dataclass, field

MODELS: Mapping[str, type[Customer | Visit | Deal]] = {"": Customer, "visits": Visit, "deals": Deal}
"""The model of each kind of record, by its folder ("" is customer.yaml)."""

_TOLD_WITH = {"closed.on": "closed.reason", "next.on": "next.what"}
"""Days without which what is told beside them means nothing."""

Flat = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The row that a record is from: the number of its table among all tables read, and the row itself.

    Each is itself only: two rows with the same texts are two sources.
    """

    table: int
    row: Row


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as a row tells it: values by key (`wants.rooms`), and the column of each."""

    folder: str
    customer: str
    values: Flat
    columns: Mapping[str, str | None]
    picks: Mapping[str, str]
    number: str | None
    source: Source

    def record(self) -> dict[str, Value]:
        """Return the record with its keys in the order of the model, nested as in the file."""
        nested: dict[str, Value] = {}
        for name in keys_of(MODELS[self.folder]):
            if name in self.values:
                nested[name] = self.values[name]
            inner = {
                key.partition(".")[2]: str(text) for key, text in self.values.items() if key.startswith(f"{name}.")
            }
            if inner:
                nested[name] = inner
        return nested


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row, or a record of it, was not taken: the column (None: the row) and the sentence.

    `kept` tells that the row is sound, but the office's files say otherwise and were left as they are.
    """

    source: Source
    column: str | None
    message: Message
    kept: bool = False


@dataclass(slots=True)
class Reader:
    """Reads the rows of one table after the other and keeps what was wrong with them."""

    office: Office
    keys: dict[str, str] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)

    def drafts(
        self, number: int, table: Table, spec: TableMap, name: str
    ) -> Iterator[tuple[Source, tuple[Draft, ...]]]:
        """Yield every row that is neither blank nor refused, with the drafts of its records."""
        settings = Settings(frozenset(map(normal, spec.blanks or ())), spec.dates or (), table.columns, table.from_1904)
        plan = yields(spec, name)
        seen: dict[tuple[str, ...], int] = {}
        for row in table.rows:
            if row.blank:
                continue
            source = Source(number, row)
            before = len(self.reasons)
            if (message := row.troubles.get(WHOLE_ROW) or self._repeated(row, seen, spec)) is not None:
                self.reasons.append(Reason(source, None, message))
                continue
            drafts = tuple(self._row(source, spec, plan, settings))
            if len(self.reasons) == before:
                yield source, drafts

    def _repeated(self, row: Row, seen: dict[tuple[str, ...], int], spec: TableMap) -> Message | None:
        first = seen.setdefault(row.cells, row.line)
        if first == row.line or spec.repeated == "keep":
            return None
        message = _(
            "The row is the same as row %(row)d; delete it, or write repeated: keep in the mapping if both count."
        )
        return Message(message, {"row": first})

    def _row(self, source: Source, spec: TableMap, plan: Sequence[Yield], settings: Settings) -> Iterator[Draft]:
        customer = self._customer(source, spec, settings)
        for each in plan:
            if each.if_given is not None and not source.row.cells[settings.columns[each.if_given]].strip():
                continue
            draft = self._draft(source, each, customer, settings)
            if draft is not None:
                yield draft

    def _customer(self, source: Source, spec: TableMap, settings: Settings) -> str:
        """Return the id of the customer whose row this is; empty, with a reason, where there is none."""
        column, customer = spec.key[0].column, ""
        try:
            found = find(spec.key, source.row, settings)
            if found is None:
                message = Message(_("The key is empty; without it nobody knows whose row this is."))
            else:
                column = found.column
                customer = customer_id(found.text, self.office.ids, self.office.secret)
                if self.keys.setdefault(customer, normal(found.text)) == normal(found.text):
                    return customer
                message = Message(
                    _("The id “%(id)s” made from this key is taken by another key; change the key."), {"id": customer}
                )
        except CellError as error:
            column, message = error.column, error.message
        except KeyFaultError as error:
            message = error.message
        self.reasons.append(Reason(source, column, message))
        return ""

    def _draft(self, source: Source, each: Yield, customer: str, settings: Settings) -> Draft | None:
        values: dict[str, str | list[str]] = {}
        columns: dict[str, str | None] = {}
        before = len(self.reasons)
        for slot in each.slots:
            try:
                found = find(slot.origins, source.row, settings)
                if found is None and slot.needed:
                    message = Message(_("“%(key)s” is needed, and nothing is written here."), {"key": slot.key})
                    self.reasons.append(Reason(source, slot.origins[0].column, message))
                if found is not None:
                    values[slot.key], columns[slot.key] = read(slot.kind, found, settings, self.office), found.column
                    values.update(self._beside_phone(slot, found, customer))
            except CellError as error:
                self.reasons.append(Reason(source, error.column, error.message))
        number = self._number(each, source, settings)
        if len(self.reasons) > before:
            return None
        for day, key in _TOLD_WITH.items():
            if day not in values:
                values.pop(key, None)
        picks = {slot.key: origin.pick for slot in each.slots for origin in slot.origins if origin.pick}
        return Draft(each.folder, customer, values, columns, picks, number, source)

    def _beside_phone(self, slot: Slot, found: Found, customer: str) -> dict[str, str]:
        """Return what the record holds beside a customer's phone: the key that finds it again, and itself sealed."""
        number = full_number(found.text) if slot.kind is Kind.PHONE else None
        if number is None:
            return {}
        key = {"phone_key": phone_key(number, self.office.secret)} if self.office.secret else {}
        return key | ({"phone_sealed": sealed(self.office.seal, customer, number)} if self.office.seal else {})

    def _number(self, each: Yield, source: Source, settings: Settings) -> str | None:
        """Return the code of the entry's number in the other system; None, perhaps with a reason, without one."""
        found = None
        try:
            found = find(each.number or (), source.row, settings)
            return None if found is None else customer_id(found.text, "code", self.office.secret)
        except (CellError, KeyFaultError) as error:
            column = found.column if found is not None else getattr(error, "column", None)
            self.reasons.append(Reason(source, column, error.message))
        return None
