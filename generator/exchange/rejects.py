"""The rows that were not taken, as a table with the reasons: to be mended and imported again."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.exchange.cells import csv_text
from generator.exchange.drafts import Reason, Source
from generator.exchange.importing import Import
from generator.texts import Translator, _, one_line


def rejects(done: Import, tr: Translator) -> str:
    """Return the rows not taken as CSV: file, row, columns, reasons, then the row's own cells under their names."""
    return csv_text(_rows(done, tr))


def _rows(done: Import, tr: Translator) -> Iterator[Sequence[str]]:
    by_source: dict[Source, list[Reason]] = defaultdict(list)
    for reason in done.plan.reasons:
        by_source[reason.source].append(reason)
    names = list(dict.fromkeys(name for named in done.tables for name in named.table.columns))
    yield [tr.gettext(_("File")), tr.gettext(_("Row")), tr.gettext(_("Column")), tr.gettext(_("Reason")), *names]
    for source in sorted(by_source, key=lambda source: (source.table, source.row.line)):
        table, reasons = done.tables[source.table].table, by_source[source]
        columns = dict.fromkeys(reason.column for reason in reasons if reason.column)
        texts = dict.fromkeys(reason.message.text(tr) for reason in reasons)
        cells = (_cell(source, table.columns.get(name)) for name in names)
        yield [one_line(table.file), str(source.row.line), " ".join(columns), " ".join(texts), *cells]


def _cell(source: Source, index: int | None) -> str:
    return source.row.cells[index] if index is not None and index < len(source.row.cells) else ""
