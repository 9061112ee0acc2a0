"""All customers of a folder, judged apart from each other: who must be judged again, by whom, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator.apart.commit import Commit, compared, entire, touched
from generator.apart.folders import Unclear, folders_of, plain
from generator.apart.known import Customer, Known, load
from generator.apart.meeting import Meeting
from generator.apart.portion import Common, Portion, judged, traced
from generator.apart.states import joined
from generator.apart.wish import Rows, Sight, Wish
from generator.grade.compiling import compile_rules
from generator.grade.office import WORTH_SHARING, OfficeGrades
from generator.grade.ruleset import Ruleset
from generator.grade.settings import Settings
from generator.model.office import Office
from generator.model.rules import Method
from generator.model.snapshot import Snapshot, snapshot
from generator.read.folder import committed, content, differ
from generator.read.git import commit_id
from generator.read.problem import has_errors
from generator.read.tree import OFFICE, RULES, Tree
from generator.sharing import LostError, in_two_steps
from generator.values import dataclass, replace


@dataclass(frozen=True, slots=True)
class Apart:
    """An office, judged: its settings, and what is said (in UTF-8) of the open customers and the closed ones, by id.

    ``known`` is to be kept for the next run; None where that is there already.
    """

    settings: Snapshot
    office: Office
    ruleset: Ruleset
    as_of: date
    open: Sequence[bytes]
    closed: Sequence[bytes]
    known: Known | None = None


def together(settings: Snapshot, grades: OfficeGrades, write: Callable[[OfficeGrades], Rows]) -> Apart:
    """Return the same of an office whose customers were judged all together, with errors or without."""
    rows = write(grades)
    return Apart(
        settings,
        grades.office,
        grades.ruleset,
        grades.as_of,
        [rows[name][1] for name in grades.gradings],
        [rows[name][1] for name in grades.closed],
    )


@dataclass(frozen=True, slots=True)
class Ready:
    """What is read before the folder has been looked at: what the settings in ``files`` say, what is ``known`` of all.

    ``ruleset`` is None where the rules can't be used. ``kept`` are the settings as they are kept from run to run.
    ``committed`` holds the object ids of the records of commit ``revision``, where nothing is known and they could be
    listed.
    """

    files: Mapping[str, bytes]
    settings: Snapshot
    ruleset: Ruleset | None
    known: Known | None
    kept: Settings
    revision: str | None = None
    committed: Mapping[str, str] | None = None


def make_ready(root: Path, wish: Wish) -> Ready:
    """Read ahead what judging begins with: it counts as long as the folder holds the same settings when it is seen."""
    files: dict[str, bytes] = {}
    with suppress(OSError):
        for path in (OFFICE, RULES):
            files[path] = content(str(root / path))[0]
    kept = wish.settings()
    known = load(wish.kept) if wish.kept is not None else None
    ready = Ready(files, *_settings(files, kept), known, kept)
    if known is None and (revision := commit_id(root, "HEAD")) is not None:  # all of the commit will be asked for
        return replace(ready, revision=revision, committed=committed(root, revision))
    return ready


def _settings(files: Mapping[str, bytes], kept: Settings) -> tuple[Snapshot, Ruleset | None]:
    settings = snapshot(Tree(files, None, dirty=False), kept.memory)
    if settings.rules is None:
        return settings, None
    return settings, compile_rules(settings.rules, settings.rules_document)[0]


def judge_apart(root: Path, sight: Sight, wish: Wish, ready: Ready | None = None) -> Apart | None:
    """Judge the customers in a folder as it was seen; None where that takes the long way (``grade.office.judge``)."""
    if sight.states is None:
        return None
    try:
        folders, others = folders_of(sight.states)
        ready = ready or make_ready(root, wish)
        case, known = _case(root, sight, others, wish, ready), ready.known
        if known is not None and known.common == case.digest:  # nothing is kept of settings with errors
            if (judged_on := _judged(root, case, folders, known, wish)) is not None:
                return judged_on
        elif _has_errors(case.common):
            return None
        return _judged(root, case, folders, Known(case.digest, None), wish)
    except (Unclear, LostError, OSError):
        return None


@dataclass(frozen=True, slots=True)
class _Case:
    """What all are judged by, its digest, the files that it is from, and the commit's, where they were listed."""

    common: Common
    digest: str
    files: Mapping[str, bytes]
    committed: Mapping[str, str] | None


def _case(root: Path, sight: Sight, others: Iterable[str], wish: Wish, ready: Ready) -> _Case:
    """Return what all are judged by. Raises Unclear where that can't be told, or where everybody's place counts."""
    files = {path: plain(str(root / path))[0] for path in others}
    settings, ruleset = (ready.settings, ready.ruleset) if files == ready.files else _settings(files, ready.kept)
    office = settings.office
    if office is None or ruleset is None or ruleset.official.method is Method.SHARE:
        raise Unclear
    day = wish.day(office)
    digest = sha256(f"{sight.program} {day}\0".encode())
    for path, data in files.items():
        digest.update(f"{path} {len(data)}\0".encode("utf-8", "surrogateescape") + data)
    settings = replace(settings, revision=sight.revision)
    common = Common(root, settings, office, ruleset, day, {}, wish.began, wish.write)
    return _Case(common, digest.hexdigest(), files, ready.committed if ready.revision == sight.revision else None)


def _has_errors(common: Common) -> bool:
    """Tell whether there are errors in the settings by themselves."""
    from generator.grade.check import check  # noqa: PLC0415 - loads much that is not needed for what is kept

    return has_errors(check(common.settings, common.as_of))


def _judged(
    root: Path, case: _Case, folders: Mapping[str, Mapping[str, str]], known: Known, wish: Wish
) -> Apart | None:
    """Judge whoever is not as in ``known``, and put all together. Raises Unclear, and LostError.

    None where what is known of the others is not good any more: the commit can't be compared, or the cuts have moved.
    """
    revision = case.common.settings.revision
    moved = touched(root, known.revision, revision) if known.customers else frozenset[str]()
    if moved is None:
        return None
    again = {
        folder: states
        for folder, states in folders.items()
        if folder in moved or not _stands(known.customers.get(folder), states)
    }
    gone = (known.customers.keys() | moved) - folders.keys()
    here = folders.keys() | case.files.keys()
    if case.committed is not None:
        commit = entire(case.committed, here)
    else:
        commit = compared(root, revision, known, here, again.keys() | gone | case.files.keys())
    common = replace(case.common, committed=commit.files)
    standing = {name: known.customers[name] for name in folders if name not in again}
    before = [customer[0] for name, customer in known.customers.items() if name not in standing]
    meeting = Meeting(common, folders, standing, before)
    rows = in_two_steps(
        _portions(again, wish.processes),
        lambda portion: traced(common, portion),
        meeting.order,
        lambda typed, order: judged(common, typed, order),
    )
    if standing and meeting.cuts != known.cuts:
        return None
    customers = meeting.customers(rows)
    news = again or gone or known.revision != revision
    said = sorted((trace.id, state, row) for trace, state, row in customers.values())
    settings = replace(common.settings, dirty=revision is not None and (_differs(case, commit) or meeting.differs))
    return Apart(
        settings,
        common.office,
        common.ruleset,
        common.as_of,
        [row for _id, state, row in said if state is True],
        [row for _id, state, row in said if state is False],
        Known(case.digest, revision, commit.missing, meeting.cuts, customers) if news else None,
    )


def _stands(known: Customer | None, states: Mapping[str, str]) -> bool:
    """Tell whether a customer's files are those that were judged."""
    return known is not None and known[0].signature != "" and known[0].signature == joined(states)


def _portions(folders: Portion, processes: int) -> list[Portion]:
    number = processes if len(folders) >= WORTH_SHARING else 1
    names = list(folders)
    return [{name: folders[name] for name in names[start::number]} for start in range(number)]


def _differs(case: _Case, commit: Commit) -> bool:
    """Tell whether the settings are not those of the commit, or some of its files are not here."""
    own = {path: oid for name in case.files for path, oid in commit.files.get(name, {}).items()}
    return bool(commit.missing) or differ(case.files, own)
