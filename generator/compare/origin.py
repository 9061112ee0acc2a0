"""The commits behind the files that differ between two revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from generator.failure import Failure
from generator.read.commit import Commit, commits
from generator.read.git import RevisionError, commit_id, git
from generator.read.steps import Step, Steps
from generator.texts import Message, _
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Origins:
    """By path the commits that touched it, newest first, and the paths with changes that are not committed yet.

    ``complete`` is False where the clone does not hold all of them (shallow), or there is no repository.
    """

    by_path: Mapping[str, Sequence[Commit]]
    complete: bool
    uncommitted: frozenset[str] = frozenset()

    def of(self, paths: Iterable[str]) -> tuple[Commit, ...]:
        """Return the commits that touched one of the paths, newest first, each once."""
        found = {commit.oid: commit for path in paths for commit in self.by_path.get(path, ())}
        if len(found) < _SEVERAL:
            return tuple(found.values())
        return tuple(sorted(found.values(), key=lambda commit: (-commit.recorded, commit.oid)))

    def with_uncommitted(self, paths: Iterable[str]) -> Origins:
        """Return the origins with paths that differ from the last commit."""
        return replace(self, uncommitted=frozenset(paths))


_SEVERAL = 2

NOWHERE = Origins({}, complete=False)
"""Nothing is known about where changes came from."""


def origins(root: Path, base: str, head: str, steps: Steps | None = None) -> Origins:
    """Return the commits that lead from ``base`` to ``head`` (or back), by the paths below ``root`` that they touch.

    Commits that merge count only for what they changed themselves. Where the ``steps`` of the history are at hand and
    lead there, they tell it. Raises RevisionError where a commit is missing.
    """
    if steps is not None and (line := steps.between(base, head)) is not None:
        return _of_steps(line)
    answer = git(root, "rev-list", "--topo-order", "--parents", f"{base}...{head}", "--")
    if answer is None:
        return NOWHERE
    lines = [line.split() for line in answer.decode("ascii").splitlines()]
    found = commits(root, [oid for oid, *_parents in lines])
    # At the border of a shallow clone a commit has lost its parents; what it changed can't be known.
    known = [commit for commit, (_oid, *parents) in zip(found, lines, strict=True) if commit.parents == tuple(parents)]
    by_oid = {commit.oid: commit for commit in known}
    by_path: dict[str, list[Commit]] = {}
    for oid, path in _touched(root, list(by_oid)):
        by_path.setdefault(path, []).append(by_oid[oid])
    return Origins(by_path, complete=len(known) == len(found))


def _of_steps(steps: Sequence[Step]) -> Origins:
    """Return the commits of some steps, each by the time that it says itself."""
    by_path: dict[str, list[Commit]] = {}
    for step in reversed(steps):
        commit = replace(step.commit, recorded=step.commit.dated)
        for path in step.files:
            by_path.setdefault(path, []).append(commit)
    return Origins(by_path, complete=True)


def _touched(root: Path, oids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield every commit with each path that it touches."""
    command = ("diff-tree", "--stdin", "-r", "-z", "-c", "--root", "--relative", "--no-renames", "--no-ext-diff")
    answer = git(root, *command, "--no-textconv", "--raw", stdin="".join(f"{oid}\n" for oid in oids).encode())
    if answer is None:
        raise RevisionError(Message(_("The commits can't be compared; is the clone complete?")))
    known = {oid.encode(): oid for oid in oids}
    parts = iter(answer.split(b"\0"))
    oid = ""
    for part in parts:
        if part.startswith(b":"):
            yield oid, next(parts).decode("utf-8", "surrogateescape")
        elif part:
            oid = known[part.strip()]


def merge_base(root: Path, one: str, other: str) -> str:
    """Return the newest commit that two revisions have in common.

    Raises Failure where there is none in this clone.
    """
    ids = [commit_id(root, revision) for revision in (one, other)]
    answer = git(root, "merge-base", *(oid for oid in ids if oid)) if None not in ids else None
    if not answer:
        message = _("“%(one)s” and “%(other)s” have no common commit here; fetch the whole history and try again.")
        raise Failure(Message(message, {"one": one, "other": other}))
    return answer.decode("ascii").split()[0]
