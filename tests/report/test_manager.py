"""What a manager reads on Monday: the same figures on every page, and no customer without somebody who acts."""

from __future__ import annotations

from collections import Counter
from datetime import date

from generator.report.approvals import approvals_view
from generator.report.consultants import consultant_view, consultants_view
from generator.report.frame import Frame
from generator.report.meeting.weekly import weekly_view
from generator.report.rich import Kind, plain
from tests.report.frames import sample, small, visit

# Never followed up: the fall to C waits since the 16th, and protection ended ten days after the first visit.
FALLEN = {"customers/7k3qf/visits/2.yaml": visit("2026-11-16", "D", "C")}
POOLED = date(2026, 12, 5)


def test_consultants_and_pool_add_up_to_the_office() -> None:
    frame = sample()
    states = [one.grade if one.grade in frame.ladder.ranks else None for one in frame.present]
    office = tuple(states.count(state) for state in frame.ladder.states)
    sheet, index = weekly_view(frame), consultants_view(frame)
    assert any(sheet.pool), "the sample has somebody in the pool"
    for people in (sheet.people, index.lines):
        columns = zip(*(line.counts for line in people), sheet.pool, strict=True)
        assert tuple(map(sum, columns)) == office


def test_falls_that_wait_are_as_many_by_consultant_as_in_all() -> None:
    for frame in (sample(), small(FALLEN), small(FALLEN, as_of=POOLED)):
        held = approvals_view(frame).waiting
        index = {line.id: line.waiting for line in consultants_view(frame).lines if line.waiting}
        assert index == Counter(frame.everyone[one.customer].consultant for one in held)
        assert all(len(consultant_view(frame, owner).waiting) == number for owner, number in index.items())


def test_a_fall_in_the_pool_says_that_nobody_will_follow_up() -> None:
    def told(frame: Frame) -> tuple[str, str]:
        view = approvals_view(frame)
        return plain(view.answer), plain(view.waiting[0].row.who)

    answer, who = told(small(FALLEN, as_of=POOLED))
    assert "在公海，还没回访过：先移交给顾问，才有人去回访。" in answer
    assert who.startswith("在公海，原顾问李娜")
    answer, who = told(small(FALLEN))
    assert "公海" not in answer
    assert who.startswith("李娜")


def test_who_may_approve_finds_the_way_there_on_their_page() -> None:
    frame = small(FALLEN)
    role = frame.grades.ruleset.approvals[approvals_view(frame).waiting[0].to]
    for person in (one for one in frame.staff if one not in frame.owners):
        answer = consultant_view(frame, person).answer
        links = [span.to.id for span in answer if span.to is not None and span.to.kind is Kind.PAGE]
        mine = frame.office.people[person].role in {role, "manager"}
        assert links == (["approvals"] if mine else []), person


def test_the_index_tells_how_soon_each_consultant_follows_up_first() -> None:
    called = {"customers/7k3qf/visits/3.yaml": "at: 2026-11-14\nchannel: follow_up\nby: li-na\n"}
    line = next(one for one in consultants_view(small(called)).lines if one.id == "li-na")
    tally = small(called).work.compliance.of(consultant="li-na")
    assert (line.response, tally.answered) == ("2", 1)
