"""The duties of an office: what is kept, who is asked for them, what a page gets."""

from datetime import date

from generator.duties.duty import Kind, State
from generator.duties.office import office_duties
from generator.grade.office import judge
from generator.texts import translator
from tests.duties.notation import Case, day, duties_on, files
from tests.duties.test_laws import FIRST, office_of, said

FOLLOW_UP = {"follow_up": {"same_day_after": ["visit"], "weekly_review": ["B"], "B": {"every_days": "5"}}}


def told(*records: str) -> Case:
    return Case("", FOLLOW_UP, records, ())


def test_twelve_iso_weeks_are_kept_and_whatever_is_open() -> None:
    story = [(0, "visit B"), (0, "follow_up"), *((after, "follow_up") for after in range(5, 120, 5))]
    snapshot = office_of(story)
    grades = judge(snapshot, date(2027, 4, 1))  # a Thursday; the twelfth week before begins on 11 January
    duties = office_duties(snapshot, grades)
    assert duties.first == date(2027, 1, 11)
    settled = [duty for duty in duties if not duty.open]
    assert min(duty.due for duty in settled) == date(2027, 1, 11)


def test_a_duty_due_on_the_first_day_is_kept() -> None:
    records = tuple(
        f"{FIRST.fromordinal(FIRST.toordinal() + n)} {what}" for n, what in enumerate(("visit B", "message"))
    )
    case = Case("", {"follow_up": {"B": {"every_days": "5"}}}, records, ())
    whole = duties_on(case, date(2026, 12, 20))
    kept = duties_on(case, date(2026, 12, 20), first=date(2026, 12, 12))
    assert [duty.due for duty in kept] == [duty.due for duty in whole] == [date(2026, 12, 12), date(2026, 12, 13)]
    assert len(list(duties_on(case, date(2026, 12, 20), first=date(2026, 12, 13)))) == 1


def test_what_presses_today_comes_latest_first_and_what_is_due_later_does_not() -> None:
    duties = duties_on(told("09-07 visit B", "09-10 visit"), day("09-14"))
    assert [(duty.kind, duty.days_late) for duty in duties.today()] == [(Kind.SAME_DAY, 7), (Kind.SAME_DAY, 4)]
    assert duties.today() == duties.late()
    later = [duty for duty in duties.open() if duty.due > day("09-14")]
    assert [(duty.kind, duty.due, duty.state) for duty in later] == [
        (Kind.CADENCE, day("09-15"), State.DUE),
        (Kind.WEEKLY_REVIEW, day("09-20"), State.DUE),
    ]


def test_a_review_is_the_leaders_and_everything_else_the_consultants() -> None:
    duties = duties_on(told("09-08 visit B"), day("09-14"))
    assert {duty.kind: duty.person for duty in duties} == {
        Kind.SAME_DAY: "li-na",
        Kind.CADENCE: "li-na",
        Kind.WEEKLY_REVIEW: "zhou-kai",
    }


def test_a_duty_names_the_records_behind_it_by_file_and_line() -> None:
    case = told("09-07 visit B next 09-09", "09-09 follow_up")
    found = {duty.kind: duty for duty in duties_on(case, day("09-09")) if duty.since == day("09-07")}
    paths = [path for path in files(case.records) if "/visits/" in path]
    for kind in (Kind.SAME_DAY, Kind.CADENCE, Kind.PROMISE):
        asked, done = found[kind].asked_by, found[kind].done_by
        assert asked is not None
        assert done is not None
        assert [asked.path, done.path] == paths
        assert (asked.at, done.at, done.by) == (day("09-07"), day("09-09"), "li-na")


def test_a_duty_says_why_it_is_asked_and_what_became_of_it_in_both_languages() -> None:
    duties = list(duties_on(told("09-07 visit B next 09-09", "09-12 follow_up"), day("09-13")))
    promise = next(duty for duty in duties if duty.kind is Kind.PROMISE)
    said_of = [(promise.why.text(tr), promise.outcome.text(tr)) for tr in (translator("en"), translator("zh"))]
    assert said_of == [
        ("The next step as planned on 2026-09-07: 送价格表", "Done on 2026-09-12; days late: 3."),
        ("2026-09-07 约好的下一步：送价格表", "2026-09-12 已办，逾期 3 天。"),
    ]
    for duty in duties:
        for tr in (translator("en"), translator("zh")):
            assert "%(" not in duty.why.text(tr) + duty.outcome.text(tr)


def test_who_hears_on_a_day_is_asked_of_the_office() -> None:
    rules = {"follow_up": {"B": {"every_days": "5", "escalate": {"1": "leader", "3": "manager"}}}}
    duties = duties_on(Case("", rules, ("09-07 visit B",), ()), day("09-20"))
    assert [(one.person, duty.kind) for duty, one in duties.heard_on(day("09-13"))] == [("zhou-kai", Kind.CADENCE)]
    assert [one.person for _duty, one in duties.heard_on(day("09-15"))] == ["chen-wei"]
    assert duties.heard_on(day("09-14")) == ()


def test_dates_at_the_end_of_the_calendar_and_huge_numbers_end_in_no_error() -> None:
    far = {"every_days": "9" * 15, "escalate": {"9" * 15: "leader"}}
    rules = {"follow_up": {"refresh_days": "999999999999", "first_screening_days": "99999999", "B": far}}
    case = Case("", {**rules, "show_flat_opening": "09-07"}, ("09-07 visit B", "09-08 follow_up next 2199-12-31"), ())
    duties = duties_on(case, day("09-20"))
    assert [duty.due for duty in duties if duty.open] == [date(2199, 12, 31), date.max, date.max]
    assert said([(0, "visit")]) == (f"{FIRST} visit",)
