"""The first-parent history of a repository, and which commit answered for a moment; robust to wrong commit dates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from generator.read.commit import Commit, commits
from generator.read.git import RevisionError, commit_id, git
from generator.texts import Message, _
from generator.values import dataclass, replace

GIT_BORN = 1_112_911_993
"""The time of git's own first commit, in seconds since 1970; no commit can be older."""

_NOTHING = (0, 0, -1)


@dataclass(frozen=True, slots=True)
class History:
    """The first-parent commits of a branch, oldest first. ``complete`` is False where a clone holds only the last."""

    commits: tuple[Commit, ...]
    complete: bool

    def answering(self, moment: int) -> Commit | None:
        """Return the last commit recorded at or before ``moment`` (seconds since 1970); None where there was none."""
        position = bisect_right(self.commits, moment, key=lambda commit: commit.recorded)
        return self.commits[position - 1] if position else None


def history(root: Path, revision: str = "HEAD") -> History:
    """Return the history that leads to ``revision``.

    Raises RevisionError where there is no such revision, no repository, or a commit is missing.
    """
    commit = commit_id(root, revision)
    if commit is None:
        message = _("There is no history here: “%(revision)s” names no commit.")
        raise RevisionError(Message(message, {"revision": revision}))
    answer = git(root, "rev-list", "--first-parent", "--reverse", commit)
    if answer is None:
        message = _("The history of “%(revision)s” can't be read; is the clone complete?")
        raise RevisionError(Message(message, {"revision": revision}))
    found = commits(root, answer.decode("ascii").split())
    return History(trusted(found), complete=not found[0].parents)


def trusted(listed: Sequence[Commit]) -> tuple[Commit, ...]:
    """Return the commits, oldest first, with times that never run backwards.

    The largest set of commits whose dates already stand in order is believed; of several such sets the one that spans
    the least time, then the one that ends first. No date before git was made is believed. A commit with a wrong date,
    such as 1970 or 2099, counts from the next believed one on (at the end: from the last believed one), so it answers
    for no week of its own and changes the answer of none.
    """
    believed = _in_order([commit.dated for commit in listed])
    result: list[Commit] = []
    following = max((listed[position].dated for position in believed), default=0)
    for position in range(len(listed) - 1, -1, -1):
        if position in believed:
            following = listed[position].dated
        result.append(replace(listed[position], recorded=following))
    return tuple(reversed(result))


def _in_order(dates: Sequence[int]) -> frozenset[int]:
    """Return the positions of the dates to believe, in O(n log n).

    ``best`` is a Fenwick tree over the dates in order: for the dates up to one, the longest chain that ends there with
    its first date (the later, the shorter the span) and the position of its end.
    """
    ranks = {dated: rank for rank, dated in enumerate(sorted(set(dates)), start=1)}
    best: list[tuple[int, int, int]] = [_NOTHING] * (len(ranks) + 1)
    before: list[int] = []
    ends: list[tuple[int, int, int, int]] = []
    for position, dated in enumerate(dates):
        if dated < GIT_BORN:
            before.append(-1)
            continue
        length, start, last = _longest_up_to(best, ranks[dated])
        before.append(last)
        chain = (length + 1, start if last >= 0 else dated, position)
        ends.append((-chain[0], dated - chain[1], dated, position))
        rank = ranks[dated]
        while rank < len(best):
            best[rank] = max(best[rank], chain)
            rank += rank & -rank
    chosen: set[int] = set()
    position = min(ends)[-1] if ends else -1
    while position >= 0:
        chosen.add(position)
        position = before[position]
    return frozenset(chosen)


def _longest_up_to(best: Sequence[tuple[int, int, int]], rank: int) -> tuple[int, int, int]:
    found = _NOTHING
    while rank:
        found = max(found, best[rank])
        rank -= rank & -rank
    return found
