"""What an import is going to write: every row taken or refused with its reason, nothing in between."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from generator.exchange.drafts import Reason, Source
from generator.exchange.matching import WRITTEN, Entry, Outcome, match
from generator.exchange.merging import Rows, column_at, customers_in, homeless, invalid
from generator.exchange.settling import kept, settled
from generator.model.snapshot import Snapshot
from generator.read.parsing import parse
from generator.read.problem import Level, Problem
from generator.read.tree import Tree
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class OnFile:
    """The office as it is: its files, typed too; `check` names the problems of changed files, as `fenji check` does."""

    tree: Tree
    snapshot: Snapshot
    check: Callable[[Tree], Sequence[Problem]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The entries to write or leave, and why rows were not taken; `files` are the new and changed ones by path."""

    entries: tuple[Entry, ...]
    reasons: tuple[Reason, ...]
    warnings: int = 0

    @property
    def files(self) -> dict[str, bytes]:
        """The files that are to be written, in order of path."""
        return dict(sorted((entry.path, entry.data) for entry in self.entries if entry.outcome in WRITTEN))

    @property
    def before(self) -> dict[str, bytes]:
        """The files that are on record and are to be replaced, as they are."""
        return {entry.path: entry.before for entry in self.entries if entry.outcome is Outcome.CHANGED}

    def counts(self, folder: str) -> dict[Outcome, int]:
        """Return how many records of a kind ("" for customers) came to each outcome."""
        found = Counter(entry.outcome for entry in self.entries if entry.draft.folder == folder)
        return {outcome: found[outcome] for outcome in Outcome}


def plan(rows: Rows, on_file: OnFile, *, update: bool) -> Plan:
    """Plan the import of `rows` into an office; no file is planned in which its check finds an error.

    With `update` the files that differ take the rows' values; else they stay, and the reasons say so. A refused row may
    take others with it (the contacts of its customer), so everything is looked at again until nothing more is refused.
    """
    rows = dict(rows)
    reasons: list[Reason] = []
    while True:
        result, refused = _attempt(rows, on_file, update=update)
        if not refused:
            return replace(result, reasons=(*reasons, *result.reasons))
        reasons += refused
        for reason in refused:
            rows.pop(reason.source, None)


def _attempt(rows: Rows, on_file: OnFile, *, update: bool) -> tuple[Plan, list[Reason]]:
    """Return the plan for all these rows, or the reasons why some of them can't be in it."""
    tree, dossiers = on_file.tree, on_file.snapshot.dossiers
    customers, refused = customers_in(rows)
    drafts = [*customers.values(), *(draft for row in rows.values() for draft in row if draft.folder)]
    refused = refused or homeless(rows, customers, tree, dossiers) or invalid(drafts)
    if refused:
        return Plan((), ()), refused
    matched = match(drafts, dossiers, (*tree.files, *tree.others))
    entries = tuple(settled(entry, tree, update=update) for entry in matched)
    result = Plan(entries, tuple(kept(entries)))
    return _checked(result, rows, on_file) if result.files else (result, [])


def _checked(result: Plan, rows: Rows, on_file: OnFile) -> tuple[Plan, list[Reason]]:
    """Return the plan with the number of warnings about its files, and the rows whose files would be a problem."""
    files = result.files
    changed = replace(on_file.tree, files=dict(sorted({**on_file.tree.files, **files}.items())))
    problems = [problem for problem in on_file.check(changed) if problem.place.path in files]
    errors = [problem for problem in problems if problem.level is Level.ERROR]
    by_path = {entry.path: entry for entry in result.entries if entry.path in files}
    tellers: dict[str, list[Source]] = defaultdict(list)
    for source, drafts in rows.items():
        for draft in drafts:
            if not draft.folder:
                tellers[draft.customer].append(source)
    refused: list[Reason] = []
    for problem in errors:
        entry = by_path[problem.place.path]
        column = column_at(entry.draft, parse(entry.path, entry.data)[0], problem)
        sources = [entry.draft.source] if entry.draft.folder else tellers[entry.draft.customer]
        refused += [Reason(source, column, problem.message) for source in sources]
    return replace(result, warnings=len(problems) - len(errors)), refused
