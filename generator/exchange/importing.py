"""The import of tables, whole: files and mapping → plan, with every row accounted for."""

from collections.abc import Mapping, Sequence

from generator.exchange.drafts import Reader, Reason
from generator.exchange.mapping import MapFile
from generator.exchange.plan import OnFile, Plan, plan
from generator.exchange.tables import Named, read_tables
from generator.exchange.values import Office
from generator.model.scalar import normal
from generator.model.seal import Key
from generator.model.snapshot import Snapshot
from generator.read.problem import Level, Place, Problem, in_order
from generator.texts import Message, _
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class RowCounts:
    """What became of the rows: `read` is the sum of the others.

    `taken` yielded records, new or known; `idle` yielded none (if_given); `refused` were faulty; `kept` were sound, but
    for one of their records a file says otherwise and stays as it is; `blank` held nothing.
    """

    read: int
    taken: int
    idle: int
    refused: int
    kept: int
    blank: int


@dataclass(frozen=True, slots=True)
class Import:
    """A planned import: the tables read, what is going to be written, and what became of the rows."""

    tables: tuple[Named, ...]
    plan: Plan
    rows: RowCounts

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The reasons as problems of the tables' files, at row and column."""
        return in_order(self.problem(reason) for reason in self.plan.reasons)

    @property
    def remarks(self) -> tuple[Message, ...]:
        """What is to be told besides: encodings, columns left out, warnings about new records."""
        remarks = [remark for named in self.tables for remark in named.table.remarks]
        for named in self.tables:
            if named.unused:
                params = {"file": named.table.file, "columns": ", ".join(named.unused)}
                remarks.append(Message(_("%(file)s: columns that the mapping does not read: %(columns)s."), params))
        if self.plan.warnings:
            remarks.append(
                Message(
                    _("Warnings about the new records: %(number)d; `fenji check` names them."),
                    {"number": self.plan.warnings},
                )
            )
        return tuple(remarks)

    def problem(self, reason: Reason) -> Problem:
        """Return a reason as a problem at its row and column."""
        table = self.tables[reason.source.table].table
        column = table.columns.get(reason.column, 0) if reason.column else 0
        code = "already-there" if reason.kept else "refused-row"
        return Problem(Place(table.file, reason.source.row.line, column + 1), code, reason.message, Level.ERROR)


def prepare(  # noqa: PLR0913 - two of them are secrets, which have nothing else in common
    files: Mapping[str, bytes],
    mapping: MapFile,
    on_file: OnFile,
    *,
    secret: bytes | None,
    update: bool,
    seal: Key | None = None,
) -> tuple[Import | None, tuple[Problem, ...]]:
    """Return the planned import of `files` (by name) into an office; None where a file or the mapping is of no use.

    `secret` makes phone keys (P9), `seal` seals the full numbers (L1); with `update` files that say otherwise take the
    values of their rows.
    """
    tables, problems = read_tables(files, mapping)
    if problems:
        return None, in_order(problems)
    office = Office(_people(on_file.snapshot), mapping.map.ids, _full_phones(on_file.snapshot), secret, seal)
    reader = Reader(office)
    rows = {
        source: drafts
        for number, named in enumerate(tables)
        for source, drafts in reader.drafts(number, named.table, named.spec, named.name)
    }
    planned = plan(rows, on_file, update=update)
    whole = replace(planned, reasons=(*reader.reasons, *planned.reasons))
    idle = sum(not drafts for drafts in rows.values())
    return Import(tuple(tables), whole, _counted(tables, whole, idle)), ()


def _counted(tables: Sequence[Named], whole: Plan, idle: int) -> RowCounts:
    refused = {reason.source for reason in whole.reasons if not reason.kept}
    kept = {reason.source for reason in whole.reasons if reason.kept} - refused
    read = sum(len(named.table.rows) for named in tables)
    blank = sum(row.blank for named in tables for row in named.table.rows)
    taken = read - blank - idle - len(refused) - len(kept)
    return RowCounts(read, taken, idle, len(refused), len(kept), blank)


def _people(on_file: Snapshot) -> dict[str, str]:
    """Return the id of every id and of every name that only one person of the office has."""
    people = on_file.office.people if on_file.office else {}
    names = [normal(person.name) for person in people.values()]
    by_name = {normal(person.name): id_ for id_, person in people.items() if names.count(normal(person.name)) == 1}
    return {**by_name, **{id_: id_ for id_ in people}}


def _full_phones(on_file: Snapshot) -> bool:
    return on_file.office is not None and on_file.office.privacy.phone == "full"
