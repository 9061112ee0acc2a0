"""What an import is going to write: every row taken or refused with its reason, nothing in between."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from generator.exchange.drafts import Draft, Reason, Source
from generator.exchange.matching import Entry, Outcome, match
from generator.model.snapshot import Snapshot
from generator.read.document import parse
from generator.read.problem import Level, Problem
from generator.read.tree import Tree
from generator.texts import Message, _
from generator.writing.edit import EditError, set_value

Rows = Mapping[Source, tuple[Draft, ...]]
Check = Callable[[Tree], Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The entries to write or leave, and why rows were not taken; `files` are the new and changed ones by path."""

    entries: tuple[Entry, ...]
    reasons: tuple[Reason, ...]
    warnings: int = 0

    @property
    def files(self) -> dict[str, bytes]:
        """The files that are to be written, in order of path."""
        written = {Outcome.NEW, Outcome.CHANGED}
        return dict(sorted((entry.path, entry.data) for entry in self.entries if entry.outcome in written))

    @property
    def replaced(self) -> frozenset[str]:
        """The paths of files that are on record and are to be replaced."""
        return frozenset(entry.path for entry in self.entries if entry.outcome is Outcome.CHANGED)

    def counts(self, folder: str) -> dict[Outcome, int]:
        """Return how many records of a kind ("" for customers) came to each outcome."""
        found = Counter(entry.outcome for entry in self.entries if entry.draft.folder == folder)
        return {outcome: found[outcome] for outcome in Outcome}


def plan(rows: Rows, tree: Tree, on_file: Snapshot, check: Check, *, update: bool) -> Plan:
    """Plan the import of `rows` into the office whose files are `tree`, typed as `on_file`.

    `check` names the problems of a tree, as `fenji check` does: no file is planned in which it finds an error. With
    `update` the files that differ take the rows' values; else they stay, and the reasons say so.
    """
    rows = dict(rows)
    reasons: list[Reason] = []
    while True:
        customers, refused = _customers(rows)
        refused = refused or _without_customer(rows, customers, tree, on_file)
        if not refused:
            others = (draft for drafts in rows.values() for draft in drafts if draft.folder)
            entries = [_settled(entry, tree, update=update) for entry in match((*customers.values(), *others), on_file.dossiers, (*tree.files, *tree.others))]
            result = Plan(tuple(entries), (*reasons, *_kept(entries)))
            if not result.files:
                return result
            refused, warnings = _checked(result, rows, tree, check)
            if not refused:
                return replace(result, warnings=warnings)
        reasons += refused
        for reason in refused:
            rows.pop(reason.source, None)


def _customers(rows: Rows) -> tuple[dict[str, Draft], list[Reason]]:
    """Put together what several rows say of one customer; a row that says otherwise than an earlier one is refused."""
    merged: dict[str, Draft] = {}
    refused: list[Reason] = []
    for drafts in rows.values():
        for draft in drafts:
            if draft.folder:
                continue
            first = merged.get(draft.customer)
            if first is None:
                merged[draft.customer] = draft
                continue
            values = dict(first.values)
            for key, value in draft.values.items():
                known = values.setdefault(key, value)
                if key in draft.picks:
                    values[key] = (min if draft.picks[key] == "earliest" else max)(str(known), str(value))
                elif known != value:
                    refused.append(Reason(draft.source, draft.columns.get(key), _contradiction(key, value, known, first)))
            merged[draft.customer] = replace(first, values=values, columns={**draft.columns, **first.columns})
    return merged, refused


def _contradiction(key: str, value: object, known: object, first: Draft) -> Message:
    message = _("“%(key)s” is “%(value)s” here, but “%(known)s” in row %(row)d of the same customer.")
    return Message(message, {"key": key, "value": value, "known": known, "row": first.source.row.line})


def _without_customer(rows: Rows, customers: Mapping[str, Draft], tree: Tree, on_file: Snapshot) -> list[Reason]:
    """Refuse the rows of customers who are neither imported nor on file, or whose own file is of no use."""
    broken = {path.split("/")[-2]: path for path in tree.files if path.endswith("/customer.yaml")}
    refused: list[Reason] = []
    for source, drafts in rows.items():
        for draft in drafts:
            if draft.customer in on_file.dossiers:
                pass
            elif draft.customer in broken:
                message = _("%(path)s is there but can't be used; mend it first (fenji check).")
                refused.append(Reason(source, None, Message(message, {"path": broken[draft.customer]})))
            elif draft.folder and draft.customer not in customers:
                message = _("There is no customer with this key, neither on file nor among the rows taken over.")
                refused.append(Reason(source, None, Message(message)))
            else:
                continue
            break
    return refused


def _settled(entry: Entry, tree: Tree, *, update: bool) -> Entry:
    """Return an entry that differs as changed, where it is to be updated and can be."""
    if entry.outcome is not Outcome.DIFFERENT or not update:
        return entry
    text = tree.files[entry.path].decode()
    try:
        for key in entry.differs:
            text = set_value(text, key.split(".", 1), _natural(entry.draft.values[key]))
    except EditError:
        return entry
    return replace(entry, outcome=Outcome.CHANGED, data=text.encode())


def _natural(value: str | list[str]) -> str | int | float | date:
    """Return a value as what it looks like, so that it is written without quotes. Raises EditError for a list."""
    if isinstance(value, list):
        raise EditError(Message(_("A list is changed by hand.")))
    for read in (int, float, date.fromisoformat) if value[:1].isdigit() else ():
        with suppress(ValueError):
            natural: int | float | date = read(value)
            if str(natural) == value:
                return natural
    return value


def _kept(entries: Iterable[Entry]) -> list[Reason]:
    message = _("%(path)s is there already and says otherwise (%(keys)s); it was left as it is. --update takes the values of the row.")
    return [
        Reason(
            entry.draft.source,
            entry.draft.columns.get(entry.differs[0]) if entry.differs else None,
            Message(message, {"path": entry.path, "keys": ", ".join(entry.differs)}),
            kept=True,
        )
        for entry in entries
        if entry.outcome is Outcome.DIFFERENT
    ]


def _checked(result: Plan, rows: Rows, tree: Tree, check: Check) -> tuple[list[Reason], int]:
    """Return the rows whose files would be a problem, and the number of warnings about the others."""
    files = result.files
    problems = [problem for problem in check(replace(tree, files=dict(sorted({**tree.files, **files}.items())))) if problem.place.path in files]
    by_path = {entry.path: entry for entry in result.entries if entry.path in files}
    sources: dict[str, list[Source]] = defaultdict(list)
    for source, drafts in rows.items():
        for draft in drafts:
            if not draft.folder:
                sources[draft.customer].append(source)
    refused: list[Reason] = []
    for problem in problems:
        if problem.level is Level.ERROR:
            entry = by_path[problem.place.path]
            column = entry.draft.columns.get(_key_at(entry, problem))
            of = [entry.draft.source] if entry.draft.folder else sources[entry.draft.customer]
            refused += [Reason(source, column, problem.message) for source in of]
    return refused, len(problems) - sum(problem.level is Level.ERROR for problem in problems)


def _key_at(entry: Entry, problem: Problem) -> str:
    """Return the key of the record at the place of a problem."""
    document, _problems = parse(entry.path, entry.data)
    if document is None:
        return ""
    keys = {key: key.split(".", 1) for key in entry.draft.values}
    for key, loc in keys.items():
        if problem.place in {document.place(loc), document.place(loc, key=True)}:
            return key
    return next((key for key, loc in keys.items() if document.place(loc).line == problem.place.line), "")
