"""The weeks of an office: which revision answers for each, judged as of its Sunday; each revision is read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from generator.compare.closing import closing
from generator.compare.comparison import Comparison, compare
from generator.compare.judged import Judged, judged
from generator.compare.origin import NOWHERE, origins
from generator.compare.reach import RuleReach, reaches
from generator.failure import Failure
from generator.grade.gradings import Gradings
from generator.model.loading import load
from generator.model.office import Office
from generator.model.snapshot import Snapshot, snapshot
from generator.read.git import RevisionError, commit_id, git
from generator.read.history import History, history
from generator.read.memory import Memory
from generator.read.parsing import parse
from generator.read.revision import Revisions, file_at
from generator.read.steps import Steps
from generator.read.tree import OFFICE, RULES
from generator.read.weeks import State, Week, answering, week_of
from generator.report.hushing import counted, hushed, quiet, silence
from generator.report.week.crosstab import NOBODY, Crosstab, crosstab
from generator.report.week.ground import ground_of
from generator.texts import Message, _
from generator.values import dataclass, field, replace

RECONSTRUCTED = 26
"""So many weeks before the first commit are told on the site."""

_CUSTOMER = ":(glob)customers/**/customer.yaml"
_KEPT = 2

K = TypeVar("K")
V = TypeVar("V")


class NoReport(Failure):
    """A week has no report; ``message`` says why."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An office at the end of a week: its grades, and how well they are founded."""

    week: Week
    state: State
    judged: Judged

    @property
    def reconstructed(self) -> bool:
        """Tell whether the records stand in for a week that they were not committed in."""
        return self.state is State.RECONSTRUCTED


@dataclass(frozen=True, slots=True)
class Weekly:
    """A week beside the week before: everything that its report tells; both sides are graded.

    ``crosstab`` counts the customers at its end; ``gone`` those by grade who were forgotten since (L1) and are no more
    in this week's files, rewritten or not.
    """

    before: Standing
    after: Standing
    comparison: Comparison
    reached: tuple[RuleReach, ...]
    crosstab: Crosstab
    gone: Mapping[str, int] = field(default_factory=dict)

    @property
    def week(self) -> Week:
        """The week that is reported."""
        return self.after.week


class Archive:
    """The weeks of the office in ``root``; outside git, and before any commit, ``files`` stand in for all weeks.

    Who was forgotten since counts in them without a name (L1). What the ``memory`` holds is not read again. Raises
    RevisionError where the history of a repository can't be read.
    """

    def __init__(self, root: Path, files: Callable[[], Snapshot], memory: Memory | None = None) -> None:
        self._root = root
        self._files = files
        self.history = _history(root)
        self._silence = silence(root)
        self._closing = closing(root)
        self._memory = memory or Memory()
        self._steps = Steps(root, () if self.history is None else self.history.commits)
        self._revisions = Revisions(root, self._steps)
        self._known = Gradings(official=True)  # a week tells of no other scheme
        self._snapshots: dict[str, Snapshot] = {}
        self._standings: dict[Week, Standing] = {}
        self._crosstabs: dict[Week, Crosstab] = {}

    @property
    def complete(self) -> bool:
        """Tell whether no commit is missing, as it would be in a shallow clone."""
        return self.history is None or self.history.complete

    def office(self) -> Office | None:
        """Return the office of the newest commit; None where its office.yaml can't be used."""
        if self.history is None:
            return self._files().office
        data = file_at(self._root, self.history.commits[-1].oid, OFFICE)
        document, _problems = parse(OFFICE, data) if data is not None else (None, [])
        return load(document, Office)[0] if document is not None else None

    def first(self, last: Week) -> Week | None:
        """Return the first week up to ``last`` to tell of: of those before the first commit at most 26."""
        week = self._start(last)
        if self.complete:
            found = self._files() if self.history is None else self._snapshot(self.history.commits[0].oid)
            earliest = min(
                (dossier.customer.record.registered for dossier in found.dossiers.values()), default=date.max
            )
            for _number in range(RECONSTRUCTED):
                week = week.before if earliest < week.monday else week
        return week if week <= last else None

    def _start(self, last: Week) -> Week:
        """Return the first week that a commit answers for."""
        if self.history is None:
            return last
        week = week_of(datetime.fromtimestamp(self.history.commits[0].recorded, UTC).date()).before.before
        while answering(self.history, week, self._closing).state is not State.RECORDED:
            week = week.after
        return week

    @property
    def beginning(self) -> str:
        """What the history begins with, and whether that is all; empty outside git."""
        return f"{self.history.commits[0].oid} {self.history.complete}" if self.history is not None else ""

    @property
    def ground(self) -> str:
        """What all weeks stand on (ground.py)."""
        return ground_of(self.history.commits[-1].oid, self._silence) if self.history and self.complete else ""

    def basis(self, week: Week) -> str:
        """Return what the end of a week stands on: state, answering commit, who was forgotten since; or nothing.

        Outside git nothing is known of it.
        """
        if self.history is None:
            return ""
        answer = answering(self.history, week, self._closing)
        return f"{answer.state.value} {answer.commit.oid if answer.commit is not None else '-'} {self._silence.digest}"

    def standing(self, week: Week) -> Standing:
        """Return an office at the end of a week. Raises NoReport where nothing answers for it, or it has no grades."""
        if week not in self._standings:
            _remember(self._standings, week, self._judge(week))
        return self._standings[week]

    def _judge(self, week: Week) -> Standing:
        state, found = State.RECONSTRUCTED, None
        if self.history is not None:
            answer = answering(self.history, week, self._closing)
            if answer.commit is None:
                message = _("This clone does not hold the history of %(week)s; fetch all of it and try again.")
                raise NoReport(Message(message, {"week": str(week)}))
            state, found = answer.state, self._snapshot(answer.commit.oid)
        found = self._files() if found is None else replace(found, dirty=False)
        side = judged(found, week.sunday, self._known, checked=False)
        if side.grades is None:
            message = _("%(week)s can't be graded: rules.yaml or office.yaml could not be used then (%(revision)s).")
            revision = (side.snapshot.revision or "–")[:8]
            raise NoReport(Message(message, {"week": str(week), "revision": revision}))
        return Standing(week, state, side)

    def _snapshot(self, commit: str) -> Snapshot:
        if commit not in self._snapshots:
            found = snapshot(self._revisions.tree(commit), self._memory, across=False)
            _remember(self._snapshots, commit, hushed(found, self._silence))
        return self._snapshots[commit]

    def weekly(self, week: Week, today: date) -> Weekly:
        """Return a week beside the one before.

        Raises NoReport where one of them can't be told, or the week is not over ``today``.
        """
        if week.sunday > today:
            message = _("%(week)s is not over on %(day)s; its report follows.")
            raise NoReport(Message(message, {"week": str(week), "day": today.isoformat()}))
        before, after = self.standing(week.before), self.standing(week)
        base, head = before.judged.snapshot.revision, after.judged.snapshot.revision
        known = self.history is not None and base is not None and head is not None
        behind = origins(self._root, base or "", head or "", self._steps) if known else NOWHERE
        comparison = compare(before.judged, after.judged, quiet(behind, self._silence))
        reached = reaches(comparison.before, comparison.after, comparison.rules)
        gone = counted(self._silence, after.judged.snapshot, week.sunday)
        return Weekly(before, after, comparison, reached, self._crosstab(after), gone)

    def _crosstab(self, standing: Standing) -> Crosstab:
        week = standing.week
        if week not in self._crosstabs:
            found = crosstab(standing.judged, self._crosstabs.get(week.before, NOBODY))
            _remember(self._crosstabs, week, found)
        return self._crosstabs[week]


def _history(root: Path) -> History | None:
    """Return the history from the first commit on that holds rules, an office and, if ever, a customer; else None."""
    if commit_id(root, "HEAD") is None:
        return None
    whole = history(root)
    needed = [_first(root, whole, path) for path in (RULES, OFFICE)]
    starts = [position for position in needed if position is not None]
    if len(starts) < len(needed):
        return None
    start = max(starts)
    if not git(root, "rev-list", "--first-parent", "-1", whole.commits[start].oid, "--", _CUSTOMER):  # none so far
        start = max(start, _first(root, whole, _CUSTOMER) or 0)
    return replace(whole, commits=whole.commits[start:])


def _first(root: Path, whole: History, path: str) -> int | None:
    """Return the position of the first commit that touches a path; None where none does."""
    position = {commit.oid: number for number, commit in enumerate(whole.commits)}
    answer = git(root, "rev-list", "--first-parent", "--reverse", whole.commits[-1].oid, "--", path)
    if answer is None:
        raise RevisionError(Message(_("The commits can't be compared; is the clone complete?")))
    return next((position[oid] for oid in answer.decode("ascii").split() if oid in position), None)


def _remember(known: dict[K, V], key: K, value: V) -> None:
    """Keep a value and the one before it; weeks are told in order, so that no more are needed."""
    known[key] = value
    while len(known) > _KEPT:
        del known[next(iter(known))]
