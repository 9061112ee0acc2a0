"""MAP.yaml: which column of a table becomes which key of a record, and how its texts are read."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from generator.exchange.dates import DateFormat, date_format
from generator.model.compound import Many, Prepared, Table, words
from generator.model.fault import fault
from generator.model.loading import load
from generator.model.reader import Scalar
from generator.model.scalar import PLAIN, TEXT, WHOLE, WORD, normal
from generator.model.shape import entry, shape, shaped
from generator.read.document import Document
from generator.read.parsing import parse
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


_FORMAT = Scalar(date_format, {})
_FACTOR = Scalar(_decimal, {})
_BLANK = Prepared(lambda value: value if value is not None else "", PLAIN)


@shape
class Reading:
    """How texts are read, for one value or a whole table."""

    blanks: tuple[str, ...] | None = entry(
        Many(_BLANK), _("Texts that count as empty, beside the empty cell"), default=None
    )
    dates: tuple[DateFormat, ...] | None = entry(
        Many(_FORMAT), _("Formats of dates, or excel for day numbers"), default=None
    )


@shape
class Origin(Reading):
    """Where a value comes from: a column, a template of columns, or a fixed value."""

    column: str | None = entry(TEXT, _("Name of the column"), default=None)
    template: str | None = entry(
        TEXT, _("Columns joined, as in {楼栋}-{房号}; empty where one of them is empty"), default=None
    )
    value: str | None = entry(TEXT, _("The same value for every row"), default=None)
    map: Mapping[str, str] | None = entry(
        Table(WORD, TEXT), _("Text in the table: text in the record; otherwise: for all others"), default=None
    )
    default: str | None = entry(TEXT, _("The value where the cell is empty"), default=None)
    factors: Mapping[str, Decimal] | None = entry(
        Table(_BLANK, _FACTOR), _("A number is multiplied by the factor of the unit behind it"), default=None
    )
    split: str | None = entry(TEXT, _("Signs that separate the items of a list"), default=None)
    pick: str | None = entry(
        words("earliest", "latest"), _("Which date counts where several rows tell of one customer"), default=None
    )

    def check(self) -> None:
        """A value comes from one place."""
        if sum(origin is not None for origin in (self.column, self.template, self.value)) != 1:
            raise fault("origin", _("Exactly one of column, template and value belongs here."))


Origins = tuple[Origin, ...]
"""One origin or several: the first that is not empty counts."""

_ORIGINS = Prepared(_alternatives, Many(shaped(Origin)))


@shape
class WantsMap:
    """Where `wants` comes from."""

    purpose: Origins | None = entry(_ORIGINS, default=None)
    rooms: Origins | None = entry(_ORIGINS, default=None)
    area: Origins | None = entry(_ORIGINS, default=None)
    budget: Origins | None = entry(_ORIGINS, default=None)
    district: Origins | None = entry(_ORIGINS, default=None)
    product: Origins | None = entry(_ORIGINS, default=None)


@shape
class ProfileMap:
    """Where `profile` comes from."""

    title: Origins | None = entry(_ORIGINS, default=None)
    household: Origins | None = entry(_ORIGINS, default=None)
    power: Origins | None = entry(_ORIGINS, default=None)
    income: Origins | None = entry(_ORIGINS, default=None)
    education: Origins | None = entry(_ORIGINS, default=None)
    age: Origins | None = entry(_ORIGINS, default=None)
    kind: Origins | None = entry(_ORIGINS, default=None)
    industry: Origins | None = entry(_ORIGINS, default=None)
    size: Origins | None = entry(_ORIGINS, default=None)
    place: Origins | None = entry(_ORIGINS, default=None)


@shape
class ClosedMap:
    """Where `closed` comes from; a customer with an empty `on` is open."""

    on: Origins = entry(_ORIGINS)
    reason: Origins = entry(_ORIGINS)


@shape
class CustomerMap:
    """Where the keys of customer.yaml come from; `referrer` is the key of another customer."""

    name: Origins = entry(_ORIGINS)
    phone: Origins | None = entry(_ORIGINS, default=None)
    consultant: Origins = entry(_ORIGINS)
    source: Origins = entry(_ORIGINS)
    registered: Origins = entry(_ORIGINS)
    wants: WantsMap = entry(shaped(WantsMap), default=WantsMap())
    profile: ProfileMap = entry(shaped(ProfileMap), default=ProfileMap())
    referrer: Origins | None = entry(_ORIGINS, default=None)
    attributes: Mapping[str, Origins] = entry(Table(PLAIN, _ORIGINS), default={})
    closed: ClosedMap | None = entry(shaped(ClosedMap), default=None)


@shape
class EntryMap:
    """What contacts and deals share."""

    at: Origins = entry(_ORIGINS)
    note: Origins | None = entry(_ORIGINS, default=None)
    if_given: str | None = entry(TEXT, _("Only rows that have something in this column yield a record"), default=None)
    number: Origins | None = entry(
        _ORIGINS, _("The entry's number in the other system; makes a later import certain"), default=None
    )


@shape
class NextMap:
    """Where `next` comes from: the promise that a contact ended with; none where `on` is empty."""

    on: Origins = entry(_ORIGINS)
    what: Origins = entry(_ORIGINS)


@shape
class ContactMap(EntryMap):
    """Where the keys of a contact come from."""

    channel: Origins = entry(_ORIGINS)
    by: Origins = entry(_ORIGINS)
    judged: Mapping[str, Origins] = entry(Table(PLAIN, _ORIGINS), default={})
    units: Origins | None = entry(_ORIGINS, default=None)
    next: NextMap | None = entry(shaped(NextMap), default=None)


@shape
class DealMap(EntryMap):
    """Where the keys of a stage of a deal come from."""

    stage: Origins = entry(_ORIGINS)
    unit: Origins | None = entry(_ORIGINS, default=None)
    amount: Origins | None = entry(_ORIGINS, default=None)


@shape
class TableMap(Reading):
    """One table: how its file is read, whose rows they are, and which records a row yields."""

    file: str | None = entry(TEXT, _("Which files, as in visits*.csv; default: every file named"), default=None)
    sheet: str | None = entry(TEXT, _("Sheet of a workbook; default: the only one"), default=None)
    separator: str = entry(
        words("comma", "semicolon", "tab", "spaces"), _("What separates the columns of a text file"), default="comma"
    )
    encoding: str | None = entry(
        words("utf-8", "gb18030"), _("Encoding of a text file; default: found out"), default=None
    )
    skip: int = entry(WHOLE, _("Lines before the header"), default=0)
    columns: tuple[str, ...] | None = entry(
        Many(TEXT), _("Names of the columns, for a table without a header"), default=None
    )
    repeated: str = entry(
        words("refuse", "keep"), _("What to do with a row that is the same as an earlier one"), default="refuse"
    )
    key: Origins = entry(_ORIGINS, _("What tells the customers apart"))
    customer: CustomerMap | None = entry(shaped(CustomerMap), default=None)
    contacts: tuple[ContactMap, ...] = entry(Many(shaped(ContactMap)), default=())
    deals: tuple[DealMap, ...] = entry(Many(shaped(DealMap)), default=())

    def check(self) -> None:
        """A table yields something."""
        if self.customer is None and not self.contacts and not self.deals:
            raise fault("yields-nothing", _("A row of this table yields nothing; add customer:, contacts: or deals:."))


@shape
class ImportMap:
    """The whole of MAP.yaml."""

    ids: str = entry(
        words("code", "key"), _("code: ids are codes made from the key; key: the key itself is the id"), default="code"
    )
    tables: Mapping[str, TableMap] = entry(
        Prepared(_some_tables, Table(PLAIN, shaped(TableMap))), _("The tables, by a name of their own")
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
