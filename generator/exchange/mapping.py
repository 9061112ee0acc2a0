"""MAP.yaml: which column of a table becomes which key of a record, and how its texts are read."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from generator.exchange.dates import DateFormat, date_format
from generator.model.loading import load
from generator.model.record import Frozen
from generator.model.scalar import Text, Whole, Word, fault, normal
from generator.read.document import Document, parse
from generator.read.problem import Problem
from generator.texts import _
from generator.values import dataclass


def _decimal(value: object) -> Decimal:
    try:
        number = Decimal(normal(value)) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        raise fault("factor", _("“%(value)s” is not a factor; write a number above 0, as in 0.0001."), value=str(value))
    return number


def _some_tables(value: object) -> object:
    if value == {}:
        raise fault("no-tables", _("Describe at least one table here."))
    return value


def _alternatives(value: object) -> object:
    """A column's name stands for the column, a single origin for a list of one."""
    if value == []:
        raise fault("origin", _("Exactly one of column, template and value belongs here."))
    entries = value if isinstance(value, list) else [value]
    return [{"column": entry} if isinstance(entry, str) else entry for entry in entries]


Format = Annotated[DateFormat, PlainValidator(date_format)]
Blank = Annotated[str, BeforeValidator(lambda value: value if value is not None else "")]


class Reading(Frozen):
    """How texts are read, for one value or a whole table."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    blanks: tuple[Blank, ...] | None = Field(None, description=_("Texts that count as empty, beside the empty cell"))
    dates: tuple[Format, ...] | None = Field(None, description=_("Formats of dates, or excel for day numbers"))


class Origin(Reading):
    """Where a value comes from: a column, a template of columns, or a fixed value."""

    column: Text | None = Field(None, description=_("Name of the column"))
    template: Text | None = Field(
        None, description=_("Columns joined, as in {楼栋}-{房号}; empty where one of them is empty")
    )
    value: Text | None = Field(None, description=_("The same value for every row"))
    map: Mapping[Word, Text] | None = Field(
        None, description=_("Text in the table: text in the record; otherwise: for all others")
    )
    default: Text | None = Field(None, description=_("The value where the cell is empty"))
    factors: Mapping[Blank, Annotated[Decimal, PlainValidator(_decimal)]] | None = Field(
        None, description=_("A number is multiplied by the factor of the unit behind it")
    )
    split: Text | None = Field(None, description=_("Signs that separate the items of a list"))
    pick: Literal["earliest", "latest"] | None = Field(
        None, description=_("Which date counts where several rows tell of one customer")
    )

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(origin is not None for origin in (self.column, self.template, self.value)) != 1:
            raise fault("origin", _("Exactly one of column, template and value belongs here."))
        return self


Origins = Annotated[tuple[Origin, ...], BeforeValidator(_alternatives)]
"""One origin or several: the first that is not empty counts."""


class WantsMap(Frozen):
    """Where `wants` comes from."""

    purpose: Origins | None = None
    rooms: Origins | None = None
    area: Origins | None = None
    budget: Origins | None = None
    district: Origins | None = None
    product: Origins | None = None


class ProfileMap(Frozen):
    """Where `profile` comes from."""

    title: Origins | None = None
    household: Origins | None = None
    power: Origins | None = None
    income: Origins | None = None
    education: Origins | None = None
    age: Origins | None = None
    kind: Origins | None = None
    industry: Origins | None = None
    size: Origins | None = None
    place: Origins | None = None


class ClosedMap(Frozen):
    """Where `closed` comes from; a customer with an empty `on` is open."""

    on: Origins
    reason: Origins


class CustomerMap(Frozen):
    """Where the keys of customer.yaml come from; `referrer` is the key of another customer."""

    name: Origins
    phone: Origins | None = None
    consultant: Origins
    source: Origins
    registered: Origins
    wants: WantsMap = WantsMap()
    profile: ProfileMap = ProfileMap()
    referrer: Origins | None = None
    attributes: Mapping[str, Origins] = {}
    closed: ClosedMap | None = None


class EntryMap(Frozen):
    """What contacts and deals share."""

    at: Origins
    note: Origins | None = None
    if_given: Text | None = Field(None, description=_("Only rows that have something in this column yield a record"))
    number: Origins | None = Field(
        None, description=_("The entry's number in the other system; makes a later import certain")
    )


class NextMap(Frozen):
    """Where `next` comes from: the promise that a contact ended with; none where `on` is empty."""

    on: Origins
    what: Origins


class ContactMap(EntryMap):
    """Where the keys of a contact come from."""

    channel: Origins
    by: Origins
    judged: Mapping[str, Origins] = {}
    units: Origins | None = None
    next: NextMap | None = None


class DealMap(EntryMap):
    """Where the keys of a stage of a deal come from."""

    stage: Origins
    unit: Origins | None = None
    amount: Origins | None = None


class TableMap(Reading):
    """One table: how its file is read, whose rows they are, and which records a row yields."""

    file: Text | None = Field(None, description=_("Which files, as in visits*.csv; default: every file named"))
    sheet: Text | None = Field(None, description=_("Sheet of a workbook; default: the only one"))
    separator: Literal["comma", "semicolon", "tab", "spaces"] = Field(
        "comma", description=_("What separates the columns of a text file")
    )
    encoding: Literal["utf-8", "gb18030"] | None = Field(
        None, description=_("Encoding of a text file; default: found out")
    )
    skip: Whole = Field(0, description=_("Lines before the header"))
    columns: tuple[Text, ...] | None = Field(None, description=_("Names of the columns, for a table without a header"))
    repeated: Literal["refuse", "keep"] = Field(
        "refuse", description=_("What to do with a row that is the same as an earlier one")
    )
    key: Origins = Field(description=_("What tells the customers apart"))
    customer: CustomerMap | None = None
    contacts: tuple[ContactMap, ...] = ()
    deals: tuple[DealMap, ...] = ()

    @model_validator(mode="after")
    def _yields(self) -> Self:
        if self.customer is None and not self.contacts and not self.deals:
            raise fault("yields-nothing", _("A row of this table yields nothing; add customer:, contacts: or deals:."))
        return self


class ImportMap(Frozen):
    """The whole of MAP.yaml."""

    ids: Literal["code", "key"] = Field(
        "code", description=_("code: ids are codes made from the key; key: the key itself is the id")
    )
    tables: Annotated[Mapping[str, TableMap], BeforeValidator(_some_tables)] = Field(
        description=_("The tables, by a name of their own")
    )


@dataclass(frozen=True, slots=True)
class MapFile:
    """A mapping with the document that it was read from, for the places of its problems."""

    map: ImportMap
    document: Document


def read_map(path: str, data: bytes) -> tuple[MapFile | None, list[Problem]]:
    """Return the mapping in a file, or all its problems with their places."""
    document, problems = parse(path, data)
    if document is None:
        return None, problems
    mapping, problems = load(document, ImportMap)
    return (None if mapping is None else MapFile(mapping, document)), problems
