"""All commits of an office, from the first day to the last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from generator.sample.history.branches import Branch, Group, branches
from generator.sample.history.clerk import Clerk
from generator.sample.history.diary import Diary
from generator.sample.history.editions import editions
from generator.sample.history.entry import Entry
from generator.sample.history.intake import take_in
from generator.sample.history.slips import strays
from generator.sample.history.words import message, on_day
from generator.sample.office import AS_OF, Told, office_text, tell_office
from generator.sample.team import LEADERS, MANAGER, PLANNER
from generator.values import dataclass

RULES: Final = "rules.yaml"
OFFICE: Final = "office.yaml"
# When something changes for all, as a share of the weeks.
REWORDED: Final = 0.6
SHORTENED: Final = 0.85
POSTPONED: Final = 0.75
# The opening was planned so many days earlier.
EARLIER: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the main branch: `moment` in local time, `author` an id, files by path (None: deleted).

    A merge holds the commits of its `branch`, and their files again as its own.
    """

    moment: datetime
    author: str
    message: str
    files: Mapping[str, str | None]
    branch: tuple["Commit", ...] = ()


def make_history(
    seed: int, customers: int, weeks: int, foundation: Mapping[str, str], as_of: date = AS_OF
) -> tuple[Told, tuple[Commit, ...]]:
    """The office and its commits on the main branch, oldest first; `foundation` are the further files of the first.

    Of the rules.yaml among them the history makes its own versions. The files after the last commit are the
    foundation, the last rules, and those of `make_office`.
    """
    told = tell_office(seed, customers, weeks, as_of)
    clerk = Clerk(seed, told.calendar, told.team, told.people)
    intake = take_in(told, clerk)
    entries = [entry for life in told.lives for entry in Diary(life, clerk, intake).entries()]
    groups = _grouped([*entries, *strays(told, clerk, intake)])
    aside = list(branches(groups, told.people, clerk, intake))
    hidden = {_key(group[0]) for branch in aside for group in branch.groups}
    commits = [_commit(group) for group in groups if _key(group[0]) not in hidden]
    commits += [_merged(branch, told) for branch in aside]
    commits += _changes_for_all(told, clerk, foundation)
    return told, tuple(sorted(commits, key=lambda commit: (commit.moment, commit.author)))


def _grouped(entries: Sequence[Entry]) -> Sequence[Group]:
    """What somebody writes at one moment is one commit."""
    return [tuple(group) for _at, group in groupby(sorted(entries, key=_key), _key)]


def _key(entry: Entry) -> tuple[datetime, str]:
    return entry.moment, entry.author


def _commit(group: Group) -> Commit:
    return Commit(group[0].moment, group[0].author, message(group), {entry.path: entry.text for entry in group})


def _merged(branch: Branch, told: Told) -> Commit:
    first, last = branch.days
    who = branch.groups[0][0].author
    records = sum(len(group) for group in branch.groups)
    days = on_day(first) if first == last else f"{on_day(first)}至{on_day(last)}"
    subject = f"合并分支 {who}/{first:%m%d}：{told.people[who]['name']}{days}的 {records} 条记录，已看过\n"
    return _merge(branch.merged, branch.leader, subject, [_commit(group) for group in branch.groups])


def _merge(moment: datetime, author: str, subject: str, commits: Sequence[Commit]) -> Commit:
    files = {path: text for commit in commits for path, text in commit.files.items()}
    return Commit(moment, author, subject, files, tuple(commits))


def _changes_for_all(told: Told, clerk: Clerk, foundation: Mapping[str, str]) -> Iterator[Commit]:
    """What concerns no single customer: the beginning, the rules, the opening day, and the pinned last day."""
    lax, worded, final = editions(foundation[RULES])
    planned = dict(told.calendar.milestones)
    opening = planned["opening"]
    planned["opening"] = opening - EARLIER

    def on(share: float, at: time) -> datetime:
        return datetime.combine(clerk.first + timedelta(days=int(told.calendar.length * share)), at)

    files = {**foundation, RULES: lax.text, OFFICE: office_text(told, planned, pinned=False)}
    yield Commit(on(0, time(8, 40)), MANAGER, "建立案场数据仓库：人员、节点和分级规则\n", files)
    yield Commit(on(REWORDED, time(17, 50)), MANAGER, worded.message, {RULES: worded.text})
    evening, morning = on(SHORTENED, time(18, 20)), on(SHORTENED, time(9, 30)) + timedelta(days=1)
    proposal = Commit(evening, MANAGER, final.message, {RULES: final.text})
    yield _merge(morning, LEADERS[0][0], "合并分支 rules/deadlines：降级期限收紧，两组都看过\n", [proposal])
    subject = f"开盘改到{on_day(opening)}\n\n原定{on_day(planned['opening'])}，预售证晚一周。\n"
    milestones = office_text(told, told.calendar.milestones, pinned=False)
    yield Commit(on(POSTPONED, time(10, 20)), PLANNER, subject, {OFFICE: milestones})
    pinned = {OFFICE: office_text(told, told.calendar.milestones, pinned=True)}
    day = told.calendar.as_of
    subject = f"轮排名单写进 office.yaml\n\n演示用，“今天”也固定在{on_day(day)}。\n"
    yield Commit(datetime.combine(day, time(22)), PLANNER, subject, pinned)
